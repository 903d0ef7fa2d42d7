"""Words about the manner of a picture, not about what is in it: a look may take them, the stage can't."""

STYLES = """
oil painting; oil on canvas; watercolour; watercolor; gouache; acrylic; ink wash; ink drawing; pencil drawing;
pencil sketch; charcoal drawing; pastel drawing; woodcut; wood block print; woodblock print; ukiyo e; linocut;
etching; engraving; lithograph; collage; paper cut; papercut; paper cutout; paper theatre; shadow puppet; fresco;
mosaic; stained glass; tapestry; pixel art; low poly; voxel art; vector art; flat design; line art; comic; comic
book; manga; anime; cartoon; cartoonish; storybook; storybook illustration; children's book illustration; picture
book; illustration; digital art; digital painting; concept art; matte painting; key art; poster; travel poster;
painting; drawing; sketch; print; artwork; art; render; 3d render; octane render; unreal engine; blender; cgi;
photo; photograph; photography; photorealistic; photorealism; realistic; realism; hyperrealistic; hyperrealism;
surreal; surrealist; surrealism; impressionist; impressionism; impressionistic; post impressionist; expressionist;
expressionism; cubist; cubism; fauvist; pointillism; pointillist; art nouveau; art deco; baroque; gothic;
romanticism; renaissance; minimalist; minimalism; abstract; psychedelic; retro; vintage; futuristic; futurism;
steampunk; dieselpunk; solarpunk; fantasy; fantasy art; sci fi; science fiction; noir; film noir; studio ghibli;
ghibli; pixar; disney; van gogh; vincent van gogh; monet; claude monet; hokusai; hiroshige; turner; picasso; klimt;
rembrandt; vermeer; cezanne; matisse; dali; bosch; bruegel; munch; kandinsky; hopper; constable; caspar david
friedrich; friedrich; beksinski; moebius; miyazaki; makoto shinkai; greg rutkowski; thomas kinkade; alphonse mucha;
bob ross; cinematic; cinematic lighting; dramatic; dramatic lighting; epic; moody; atmospheric; ethereal; whimsical;
highly detailed; hyper detailed; ultra detailed; intricate; intricate details; detailed; insanely detailed; sharp
focus; soft focus; bokeh; depth of field; shallow depth of field; tilt shift; wide angle; wide shot; long shot;
close up shot; medium shot; establishing shot; aerial view; bird's eye view; low angle; high angle; panorama;
panoramic; macro; fisheye; 35mm; 50mm; 85mm; anamorphic; film grain; grainy; vignette; lens flare; bloom effect;
hdr; 4k; 8k; 16k; hd; uhd; high resolution; high quality; best quality; masterpiece; award winning; trending on
artstation; artstation; deviantart; pinterest; wallpaper; stunning; beautiful; gorgeous; breathtaking; amazing;
magnificent; majestic; lovely; pretty; picturesque; scenic; elegant; vibrant; vivid; colourful; colorful; muted;
desaturated; high contrast; low key; high key; black and white; monochrome; monochromatic; rim light; rim lighting;
backlight; global illumination; ray tracing; ray traced; subsurface scattering; volumetric; composition; rule of
thirds; symmetrical; symmetry; aesthetic; serene; peaceful; tranquil; dreamscape; professional; studio lighting;
soft light; soft lighting; natural light; thick brush strokes; brush strokes; impasto; textured; handmade; hand
drawn; hand painted; naive art; folk art; claymation; stop motion; diorama; miniature scene; isometric; chiaroscuro;
silhouette art; tarot card; album cover; book cover; still life; seen from above; viewed from above; from above;
seen from below; viewed from below; from below; seen from behind; viewed from behind; seen from inside; upside down;
top view; top down view; overhead view; worm's eye view; over the shoulder; first person view
"""
OF_STYLE = (
    "in the style of",
    "style of",
    "inspired by",
    "by artist",
    "painted by",
    "art by",
    "as painted by",
    "in the manner of",
)
FRAMES = (
    "a picture of",
    "picture of",
    "an image of",
    "image of",
    "a portrait of",
    "portrait of",
    "a scene of",
    "scene of",
    "a view of",
    "view of",
    "a shot of",
    "shot of",
    "we see",
    "there is",
    "there are",
    "a picture",
    "an image",
    "picture",
    "image",
)
