"""Words that hold a sentence together: verbs, places in the picture, relations, negation, silence."""

# What somebody does, by the words of `core.story.Does`.
DOES: dict[str, str] = {
    "walk": (
        "walk walking walks walked strolling stroll strolls wandering wander wanders hiking hikes marching "
        "marches trudging trudges trotting trots tiptoeing plodding pacing climbing climbs crossing crosses "
        "approaching approaches prowling strides striding roaming roams travelling traveling creeping creeps "
        "grazing walked strolled wandered hiked marched trudged trotted tiptoed plodded paced climbed crossed "
        "approached prowled roamed travelled traveled crept"
    ),
    "run": (
        "run running runs ran racing races sprinting sprints chasing chases galloping gallops fleeing flees "
        "rushing rushes dashing charging charges leaping leaps jumping jumps bounding skipping hurrying "
        "hurries playing plays raced sprinted chased galloped rushed dashed charged leaped jumped bounded "
        "skipped hurried"
    ),
    "fly": (
        "flying flies flew soaring soars gliding glides hovering hovers floating floats drifting drifts "
        "soared glided hovered floated drifted swooped circled fluttered "
        "swooping circling circles fluttering flutters airborne levitating ascending"
    ),
    "swim": "swim swimming swims swam diving dives paddling",
    "sit": (
        "sit sitting sits sat seated sleeping sleeps asleep resting rests crouching crouches kneeling kneels "
        "lying lies lay lain slept knelt reclining napping curled perched perching dozing meditating meditates"
    ),
    "point": "point pointing points pointed gesturing beckoning",
    "wave": "wave waving waves waved greeting greets",
    "look": (
        "look looking looks looked watch watching watched gaze gazing gazes stare staring stares admiring "
        "facing observe observing observes peering peers beholding contemplating contemplates looks-up "
        "searching"
    ),
    "idle": (
        "stand standing stands stood waiting waits posing poses idle still towering towers rising rises looming looms"
    ),
}
# Common verbs no puppet can act: known as verbs, so that they make no compound of their subject, and reported.
UNDRAWN = set(
    """
take takes took taking make makes making eat eats ate eating drink drinks drinking drank read reads reading sing
sings singing dance dances dancing fight fights fighting fought cook cooks cooking write writes writing paint paints
draw draws drawing sew sews sewing knit knits knitting hug hugs hugging kiss kisses kissing laugh laughs laughing
cry cries crying shout shouts shouting scream screams screaming talk talks talking speak speaks speaking whisper
whispers whispering listen listens listening think thinks thinking dream dreams dreaming hide hides hiding hunt
hunts hunting howl howls howling bark barks barking roar roars roaring breathe breathes breathing burn burns burning
explode explodes exploding crash crashes crashing fall falls falling fell collapse collapses collapsing melt melts
melting bloom blooms blooming grow growing open opens opening close closes closing push pushes pushing pull pulls
pulling throw throws throwing catch catches catching drop drops dropping carry lift lifts lifting dig digs digging
build builds building ride rides riding drive drives driving row rows rowing sail sails sailing fish fishing ski
skiing skate skating surf surfing climb pray prays praying work works working study studies studying juggle juggles
juggling swing swings swinging turn turns turning spin spins spinning follow follows following meet meets
meeting find finds finding discover discovers discovering explore explores exploring guard guards guarding attack
attacks attacking steal steals stealing give gives giving show bring brings bringing pick picks picking gather
gathers gathering feed feeds feeding wash washes washing sweep sweeps sweeping chop chops chopping come comes coming
go goes going leave leaves leaving arrive arrives arriving enter enters entering begin begins starts start return
returns returning land lands landing launch launches launching explodes emerges emerge emerging appear appears
appearing vanish vanishes disappear disappears break breaks breaking see sees seeing hear hears hearing feel feels
feeling love loves hate hates want wants need needs
came went kept held rode drove drew wrote sang sank sunk broke woke blew grew threw caught brought bought
built met heard gave got began froze wore won lost rang swung spun sprang stole struck swept wept bent bit dug dreamt
flung hid knew laid leapt lent meant paid sought sold sent shook shot slid spoke spent spread stuck swore taught tore
thought crept clung dealt fed forgot led rung said told shrank slung stung strode smile smiles nod nods yawn yawns weep
weeps wait waits bow sniff sniffs lick licks wag wags beat beats tremble trembles shiver shivers sigh sighs wink winks
""".split()
)

# What the stage shows of the cast by walking, standing still and turning, or tells in captions.
STAGED = set(
    """
stop stops stopped stopping pause pauses paused pausing wait waits waited waiting stay stays stayed staying remain
remains remained linger lingers lingered listen listens listened listening hear hears heard see
sees saw seen notice notices noticed turn turns turned turning follow follows followed following come comes came coming
go goes went going move moves moved moving leave depart departs departed arrive arrives arrived arriving enter enters
entered entering return returns returned returning meet meets met meeting reach reaches reached join joins joined pass
passes passed step steps stepped stepping head heads headed appear appears appeared emerge emerges emerged disappear
disappears disappeared vanish vanishes vanished
""".split()
)
SPEAKS = set(  # heard, or read in captions
    """
talk talks talked talking speak speaks spoke speaking say says said tell tells told ask asks asked answer answers
answered reply replies replied
""".split()
)
# What the sky, the air, water and light do by being there.
COMES = set(
    """
gather gathers gathered gathering fall falls fell falling come comes came coming break breaks broke breaking blow blows
blew blowing roll rolls rolled rolling rise rises rose rising set sets settle settles settled descend descends descended
grow grows grew pass passes passed drop drops dropped spread spreads move moves moved turn turns turned
return returns returned go goes went
""".split()
)
GLEAMS = set("burn burns burned burnt burning flicker flickers flickered".split())
ROCKS = set("rock rocks rocked rocking bob bobs bobbed bobbing sway sways swayed swaying".split())  # what boats do
BEGINS = set("begin begins began start starts started continue continues continued keep keeps kept".split())
PEOPLE = set("he she they who we i everyone everybody both".split())
NOBODY = {"nobody", "nothing", "none"}
STREETS = {"road", "highway", "lane", "roads", "highways", "lanes"}  # what a town has as well
TRODDEN = {"path", "footpath", "trail", "pathway", "paths", "trails"} | STREETS  # what places but town and sea have

WHITHER = {"home"}  # with an article a thing, without one the way somebody goes
# Words for several things that, right behind somebody, are what that one does.
ALSO_VERBS = set(
    """
bows rings ducks rocks drums hammers saws boxes slides whistles horns records plants logs books bats trains skis seals
rose saw stools mirrors masks flowers ladders fans irons shells skates buckles bridges
""".split()
)

# Where in the picture: x, depth, airborne.
AT: dict[str, tuple[float | None, str | None, bool]] = {
    "on the far left": (-0.85, None, False),
    "far left": (-0.85, None, False),
    "on the left": (-0.55, None, False),
    "to the left": (-0.55, None, False),
    "at the left": (-0.55, None, False),
    "on the left side": (-0.55, None, False),
    "left side": (-0.55, None, False),
    "at left": (-0.55, None, False),
    "on the left hand side": (-0.55, None, False),
    "left": (-0.55, None, False),
    "on the far right": (0.85, None, False),
    "far right": (0.85, None, False),
    "on the right": (0.55, None, False),
    "to the right": (0.55, None, False),
    "at the right": (0.55, None, False),
    "on the right side": (0.55, None, False),
    "right side": (0.55, None, False),
    "at right": (0.55, None, False),
    "on the right hand side": (0.55, None, False),
    "right": (0.55, None, False),
    "in the centre": (0.0, None, False),
    "in the center": (0.0, None, False),
    "at the centre": (0.0, None, False),
    "at the center": (0.0, None, False),
    "in the middle": (0.0, None, False),
    "centre": (0.0, None, False),
    "center": (0.0, None, False),
    "centered": (0.0, None, False),
    "centred": (0.0, None, False),
    "middle": (0.0, None, False),
    "in the foreground": (None, "near", False),
    "in foreground": (None, "near", False),
    "foreground": (None, "near", False),
    "up close": (None, "near", False),
    "close up": (None, "near", False),
    "nearby": (None, "near", False),
    "in front": (None, "near", False),
    "close to us": (None, "near", False),
    "at the front": (None, "near", False),
    "in the midground": (None, "mid", False),
    "in the middle ground": (None, "mid", False),
    "midground": (None, "mid", False),
    "in the background": (None, "far", False),
    "background": (None, "far", False),
    "in the distance": (None, "far", False),
    "in the far distance": (None, "far", False),
    "far away": (None, "far", False),
    "faraway": (None, "far", False),
    "far off": (None, "far", False),
    "far": (None, "far", False),
    "distant": (None, "far", False),
    "away": (None, "far", False),
    "on the horizon": (None, "far", False),
    "at the horizon": (None, "far", False),
    "at the back": (None, "far", False),
    "in the back": (None, "far", False),
    "behind": (None, "far", False),
    "beyond": (None, "far", False),
    "in the sky": (None, None, True),
    "in the air": (None, None, True),
    "overhead": (None, None, True),
    "above": (None, None, True),
    "up high": (None, None, True),
    "high above": (None, None, True),
    "aloft": (None, None, True),
    "across the sky": (None, None, True),
    "through the sky": (None, None, True),
    "through the air": (None, None, True),
    "in mid air": (None, None, True),
    "above the clouds": (None, None, True),
    "in the heavens": (None, None, True),
    "in the night sky": (None, None, True),
    "in the clouds": (None, None, True),
    "in flight": (None, None, True),
    "among the clouds": (None, None, True),
}

# Between two things; read as subject, relation, object.
RELATIONS: dict[str, str] = {
    "beside": "beside",
    "next to": "beside",
    "near": "beside",
    "by": "beside",
    "close to": "beside",
    "alongside": "beside",
    "in front of": "before",
    "before": "before",
    "behind": "behind",
    "beyond": "behind",
    "above": "over",
    "over": "over",
    "high above": "over",
    "on top of": "on",
    "atop": "on",
    "under": "under",
    "below": "under",
    "beneath": "under",
    "underneath": "under",
    "to the left of": "left",
    "left of": "left",
    "on the left of": "left",
    "to the right of": "right",
    "right of": "right",
    "on the right of": "right",
    "between": "beside",
    "among": "beside",
    "amongst": "beside",
    "around": "beside",
    "surrounded by": "beside",
    "towards": "toward",
    "toward": "toward",
    "at": "toward",
}

ON = {"on", "upon", "onto"}
INSIDE = {"in", "inside", "into", "within", "through"}

NOT = {
    "no",
    "without",
    "not",
    "minus",
    "excluding",
    "except",
    "never",
    "nor",
    "lacking",
    "devoid of",
    "free of",
    "not any",
    "not a",
}
JOINS = {"and", "or", "nor", "&", "plus"}  # one list goes on
ARTICLES = {
    "a",
    "an",
    "the",
    "this",
    "that",
    "these",
    "those",
    "its",
    "his",
    "her",
    "their",
    "my",
    "our",
    "your",
    "another",
    "every",
}
HOW_FAR = {"half", "nearly", "almost", "partly", "mostly"}  # before what was done to a thing: half buried
WEARS = {"in", "with", "wearing", "wears", "holding", "holds", "carrying", "carries", "dressed", "clad"}

SILENT = set(
    """
int ext interior exterior first second third last next of with in on at to from into onto through across along down
up upon out off inside within where while when whose which who what as than then there here is are was were be been
being am has have had do does did will would can could may might shall should must it he she they we i you him them
us me one's lit shining shines glowing glows covered filled surrounded overlooking hanging hangs against amid amidst
toward towards for after during until till since because if so too also just very really rather quite more most much
such like as if only even still again ever always everywhere all each both other others own same against via per
between around made set sets placed located situated seen visible showing shows featuring features containing
including includes against back deep high low long old new wide open dark bright pale full empty soft gentle deep
distant quiet silent whole entire past slowly quickly softly gently now once upon that's it's there's nobody nothing
something dressed wearing holding carrying holds wears clad carries reflecting reflected reflections casting
stretching stretches leading leads winding winds flowing flows covering growing grows scene view sight time side
cover covers hang hung shine shone live lives lived dwell dwells dwelt named called hot safe safely free ready
edge end top bottom middle part place spot point way line row world land earth soil ground floor surface sky air
horizon light lights lighting shadow shadows shade silhouette silhouetted silhouettes reflection ray rays beam beams
glow glimmer shimmer sparkle sparkling glistening gleaming shimmering twinkling colour color colours colors tone
tones palette hue hues mood atmosphere ambience weather season summer summery day's picture's sand sandy dust grass
mud dirt smoke-free thing things stuff lush green-ish rocky leafy mossy grassy wooded dense thick tropical-like
sunlight sunshine moonlight bathed drenched soaked dappled backlit nature natural wilderness outdoors outdoor
scenery water-side windows but yet though although ahead together alone
""".split()
)
