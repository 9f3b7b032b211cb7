"""The fixed list of the dashboards' tables: what is counted, by what, and of whom. Pure: no Django.

What is published for those outside the need to know is this list and nothing beside it (`suppression.py` says why it
must be fixed, and holds that no tables of one population make a ring). The children's tables stand round their level;
those of decisions round how they were made, so that overrides and what is not known show by group (HZ-24). The
populations are different things counted over different times (children today, decisions, episodes and returns of a
year, open actions, copies of three months), so that no sum of one is a sum of another.
"""

from safelight.overview.suppression import Listed, Variable

LEVELS = ("none", "low", "medium", "high", "exploited")
AGES = ("under_10", "10_to_12", "13_to_15", "16_to_17", "18_or_over", "not_known")
GENDERS = ("girl", "boy", "another", "not_known")
DISABILITY = ("yes", "no", "not_known")
# The groups of the census as the record has them, and what a record says that none of them fits.
ETHNICITIES = (
    "white_british",
    "white_irish",
    "white_traveller",
    "white_roma",
    "white_other",
    "mixed_white_black_caribbean",
    "mixed_white_black_african",
    "mixed_white_asian",
    "mixed_other",
    "asian_indian",
    "asian_pakistani",
    "asian_bangladeshi",
    "asian_chinese",
    "asian_other",
    "black_caribbean",
    "black_african",
    "black_other",
    "arab",
    "other",
    "not_known",
)

CHILDREN, DECISIONS, ACTIONS, COPIES = "children", "decisions", "actions", "copies"
EPISODES, RETURNS = "episodes", "returns"

LEVEL = Variable("level", LEVELS, ordered=True)
BEFORE = Variable("before", LEVELS, ordered=True)
AGE = Variable("age", AGES, ordered=True)
GENDER = Variable("gender", GENDERS)
ETHNICITY = Variable("ethnicity", ETHNICITIES)
REASSESS = Variable("reassess", ("overdue", "in_time", "no_day"), ordered=True)
VOICE = Variable("voice", ("no_plan", "heard", "not_heard"))
COVERAGE = Variable("coverage", ("no_plan", "all", "reasons", "uncovered"), ordered=True)
# How a level was decided, and whether a quarter or more of the indicators was not asked about (RT-05, RT-07).
HOW = Variable("how", ("suggested_asked", "suggested_not_asked", "other_asked", "other_not_asked"))
ANSWERED = Variable("answered", ("not_needed", "seen", "agreed", "declined", "waiting"))
RAG = Variable("rag", ("red", "amber", "green", "none"), ordered=True)
LATE = Variable("late", ("in_time", "late", "not_yet"))
WEEKDAY = Variable("weekday", ("1", "2", "3", "4", "5", "6", "7"), ordered=True)  # Monday first
HOUR = Variable("hour", ("00", "04", "08", "12", "16", "20"), ordered=True)  # four hours from each
OFFERED = Variable("offered", ("in_time", "late", "not_offered", "not_yet"))
INTERVIEW = Variable("interview", ("completed", "accepted", "declined", "none"))
PAPER = Variable("copy", ("child", "parents", "professional", "mash", "police"))


def tables(areas: tuple[str, ...], agencies: tuple[str, ...]) -> tuple[Listed, ...]:
    """The list, with the areas of the children's records and the agencies that own actions, as they are written.

    An empty name stands for records that have none.
    """
    area = Variable("area", areas)
    agency = Variable("agency", agencies)
    return (
        Listed("reassess", CHILDREN, LEVEL, REASSESS),
        Listed("flow", CHILDREN, BEFORE, LEVEL),
        Listed("area", CHILDREN, area, LEVEL),
        Listed("age", CHILDREN, AGE, LEVEL),
        Listed("gender", CHILDREN, GENDER, LEVEL),
        Listed("ethnicity", CHILDREN, ETHNICITY, LEVEL),
        Listed("voice", CHILDREN, LEVEL, VOICE),
        Listed("coverage", CHILDREN, LEVEL, COVERAGE),
        Listed("overrides", DECISIONS, HOW, ANSWERED, each_child_once=False),
        Listed("overrides-gender", DECISIONS, GENDER, HOW, each_child_once=False),
        Listed("overrides-ethnicity", DECISIONS, ETHNICITY, HOW, each_child_once=False),
        Listed("overrides-disability", DECISIONS, Variable("disability", DISABILITY), HOW, each_child_once=False),
        Listed("overrides-age", DECISIONS, AGE, HOW, each_child_once=False),
        Listed("rag", ACTIONS, agency, RAG, each_child_once=False),
        Listed("missing", EPISODES, WEEKDAY, HOUR, each_child_once=False),
        Listed("interviews", RETURNS, OFFERED, INTERVIEW, each_child_once=False),
        Listed("circulation", COPIES, PAPER, LATE, each_child_once=False),
    )
