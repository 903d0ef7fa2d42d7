from melies.core.ease import smoothstep


def test_smoothstep_rises_from_0_to_1_with_flat_ends_and_stays_there():
    assert [smoothstep(u) for u in (-1.0, 0.0, 0.5, 1.0, 2.0)] == [0.0, 0.0, 0.5, 1.0, 1.0]
    assert smoothstep(0.01) < 0.001 and 1 - smoothstep(0.99) < 0.001
