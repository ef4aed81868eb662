"""What an edit of one criterion means: aligned, classed, and given a direction.

The words of this package, for the inclusion "No steroids within 4 weeks, except inhaled steroids":

piece
    A canonical word or a limit: no · steroid · ≤ 4 weeks · , · except · inhaled · steroid.
scope
    All that stands over a piece in its clause. "steroid" stands under a negation, "inhaled" under a negation and an
    exception. Each turns the sign round: what widens the words inside then narrows the whole, and back.
block
    A stretch of pieces in which two wordings are equal, or in which they differ.
insertion
    One side of a block in which they differ, read as words that were put in; for words that were taken out, the
    effect is turned round.
edit
    A block with its class and effect: the people whom the words describe become more (+1) or fewer (-1). A waiver is
    an edit that lets people in or keeps them out whatever the part, such as "is allowed".
form
    Words that carry no condition of their own: articles, "patients", "as confirmed by".
"""
