"""Makes the fixtures in this folder with the programs and libraries that people use:
Praat itself (praat-parselmouth 0.4), pympi-ling 1.71, textgrid 1.6.1, tgt 1.5,
pylangacq 0.23 and corflow 3.4. The results are kept, so that tests need none of these."""
import os, sys
import parselmouth, pympi, pylangacq, textgrid, tgt
from parselmouth.praat import call

here = os.path.dirname(os.path.abspath(__file__))
at = lambda name: os.path.join(here, name)

# Two people, who speak at the same time once, and a remark at one point.
talk = {
    "Roe": [(0.0, 1.5, "We took the bus, my aunt and I."), (2.25, 4.0, 'She said "Übermut" twice.')],
    "Penn": [(1.4, 2.25, "Which bus?"), (4.0, 5.125, "And then?")],
}
length = 6.0

# Praat, in its text formats; it writes UTF-16 where a text is not ASCII.
grid = call("Create TextGrid", 0, length, "Roe Penn remarks", "remarks")
for tier, name in enumerate(("Roe", "Penn"), 1):
    times = sorted({t for a, b, _ in talk[name] for t in (a, b) if 0 < t < length})
    for t in times:
        call(grid, "Insert boundary", tier, t)
    for a, b, text in talk[name]:
        call(grid, "Set interval text", tier, call(grid, "Get interval at time", tier, (a + b) / 2), text)
call(grid, "Insert point", 3, 1.45, "a door slams")
parselmouth.praat.run("Text writing preferences: \"UTF-8\"")
call(grid, "Save as text file", at("praat.TextGrid"))
call(grid, "Save as short text file", at("praat-short.TextGrid"))
call(grid, "Save as binary file", at("praat-binary.TextGrid"))
call(grid, "Save as chronological text file", at("praat-chronological.TextGrid"))
parselmouth.praat.run("Text writing preferences: \"UTF-16\"")
call(grid, "Save as text file", at("praat-utf16.TextGrid"))

# The library textgrid.
g = textgrid.TextGrid(maxTime=length)
for name, cues in talk.items():
    t = textgrid.IntervalTier(name=name, maxTime=length)
    for a, b, text in cues:
        t.add(a, b, text)
    g.append(t)
g.write(at("textgrid.TextGrid"))

# tgt, in the short format.
g = tgt.TextGrid()
for name, cues in talk.items():
    g.add_tier(tgt.IntervalTier(0, length, name, [tgt.Interval(a, b, text) for a, b, text in cues]))
tgt.write_to_file(g, at("tgt-short.TextGrid"), format="short")

# ELAN, with a translation below what Roe says.
e = pympi.Elan.Eaf(author="fixture")
e.remove_tier("default")
e.add_linguistic_type("translation", "Symbolic_Association", timealignable=False)
for name, cues in talk.items():
    e.add_tier(name[0] + "-speech", part=name if name == "Roe" else None)
    for a, b, text in cues:
        e.add_annotation(name[0] + "-speech", int(a * 1000), int(b * 1000), text)
e.add_tier("R-translation", ling="translation", parent="R-speech", part="Roe")
e.add_ref_annotation("R-translation", "R-speech", 1, "Wir nahmen den Bus, meine Tante und ich.")
e.to_file(at("pympi.eaf"))
if os.path.exists(at("pympi.bak")):
    os.remove(at("pympi.bak"))

# The library corflow writes EXMARaLDA.
from corflow.fromPraat import fromPraat
from corflow.toExmaralda import toExmaralda
t = fromPraat(at("praat.TextGrid"))
for tier in t:
    tier.setMeta("type", "a" if tier.name == "remarks" else "t", "exb")
    if tier.name != "remarks":
        tier.setMeta("speaker", tier.name, "exb")
toExmaralda(at("corflow.exb"), t)

# CHAT: written by hand as the manual has it, read and written again by pylangacq.
chat = pylangacq.CHAT.from_strs(["""@UTF8
@Begin
@Languages:\teng
@Participants:\tROE Anna_Roe Participant, INV Investigator
@ID:\teng|depot|ROE|41;|female|||Participant|||
@ID:\teng|depot|INV|||||Investigator|||
@Media:\tbus, audio
@Date:\t17-MAY-2026
*INV:\twhere did you start ? \x150_1400\x15
*ROE:\twe took the &-um bus (.) my <aunt Joe> [//] uncle Joe
\tand I . \x151400_4250\x15
%mor:\tpro|we v|take&PAST det|the n|bus pro|my n|uncle n|Joe conj|and pro|I .
*INV:\tand after ?
*ROE:\ton the boats . \x155000_6000\x15
@End
"""])
chat.to_files(here)
for name in os.listdir(here):
    if name.endswith(".cha") and name != "pylangacq.cha":
        os.rename(at(name), at("pylangacq.cha"))
