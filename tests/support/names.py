"""Names of images that a service easily takes for something else."""

NAMES = [
    "in:alpha",
    "alpha",
    "alpha,beta",
    '"quoted"',
    "eq:x",
    "a&b=c",
    "2016-04-17T22:15:00Z",
    "Debian 8 2016-04-17T22:15",
    "名前:テスト",
    "ALPHA",
    "12:30",
    "",
    " ",
    "a\\",
    "eq:",
]
