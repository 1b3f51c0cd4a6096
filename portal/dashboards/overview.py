"""The dashboard of one round: everything a page shows, read with a fixed number of queries."""

from dataclasses import dataclass

from applications.rounds.models import Round
from grading.concordance import Concordance, concordance, concordances
from grading.load import load_scheme
from grading.values import Scheme
from portal.dashboards import figures, queries
from portal.dashboards.figures import Chart, ChartRow
from portal.dashboards.series import SeriesChart, series_charts


@dataclass(frozen=True)
class Overview:
    """What stands on the dashboard of a round; `results` counts all tracks."""

    round: Round
    scheme: Scheme
    pool: int
    applied: int
    published: int
    revoked: int
    excellent: int
    graded: int
    excellent_share: str
    funnels: list[Chart]
    seats: list[list[str]]
    levels: Chart
    base_levels: list[ChartRow]
    sections: list[Chart]
    regions: Chart
    types: Chart
    series: list[SeriesChart]
    between: Concordance | None


def overview_of(round_: Round) -> Overview:
    """All figures of a round's dashboard, from four queries."""
    scheme = load_scheme(round_.scheme_code)
    stages, pool, results = queries.stages_by_track(round_), queries.pool_counts(), queries.results_of(round_)
    tracks, approved = list(scheme.tracks.values()), sum(pool.values())
    levels, base_levels = figures.levels(scheme, results)
    graded, excellent = sum(bool(one.level) for one in results), figures.excellent_count(scheme, results)
    published = sum(one.published for one in stages.values())
    return Overview(
        round=round_,
        scheme=scheme,
        pool=approved,
        applied=sum(one.applied for one in stages.values()),
        published=published,
        revoked=published - len(results),
        excellent=excellent,
        graded=graded,
        excellent_share=f"{figures.percent(excellent, graded)}%",
        funnels=[figures.funnel(track, approved, stages.get(track.code, figures.NOTHING)) for track in tracks],
        seats=figures.seats_table(round_, scheme, queries.round_tracks(round_), stages),
        levels=levels,
        base_levels=base_levels,
        sections=[figures.section_shares(track, results) for track in tracks],
        regions=figures.by_region(scheme, pool, results),
        types=figures.by_type(scheme, pool, results),
        series=series_charts(),
        between=newest_concordance(),
    )


def newest_concordance() -> Concordance | None:
    """What may be said of the last two years together."""
    pairs = concordances()
    return concordance(*pairs[-1]) if pairs else None


def chosen_round(rounds: list[Round], code: str) -> Round | None:
    """The round asked for; else the newest with results, else the newest; None where there is none at all."""
    asked = [one for one in rounds if one.code == code]
    with_results = [one for one in rounds if getattr(one, "has_results", False)]
    return next(iter([*asked, *with_results, *rounds]), None)
