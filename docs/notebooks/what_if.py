"""Move the lines and the cut-off, and see the whole province follow: ``make app`` (or ``marimo run what_if.py``).

It stands beside the notebooks, because it is the same to read, and marimo keeps it as plain Python. The province is
invented (`povrules.facts.synthetic`): 334,000 households with all their members, made and decided once, in some 10
seconds and 0.7 GB. After that a slider asks only for classes. They hang on the area, the income and the twelve
indicators, and no slider moves those, so they are kept as answers (a register of flags), and the class of everybody
takes some hundredths of a second. `python -m benchmarks.app_redraw` measures a redraw.
"""

import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium", app_title="povrules: what if")

with app.setup:
    import json

    import marimo as mo
    import polars as pl

    import povrules as pr
    from povrules.charts import Chart, step_curve, transition_heatmap
    from povrules.charts.drawing import BLUE, INK, RED, drawn, values, wrapped_axis
    from povrules.decisions.labels import raised
    from povrules.facts.synthetic import OBSERVED_ON, TARGET_DATE, generate_province
    from povrules.language.amounts import plain
    from povrules.pages import percent
    from povrules.whatif.comparing import Comparison

    PLACE, SEED = "60", 60
    WIDE = 860
    CLASS = "poverty_class"
    WORDS = {
        "vi": {
            "title": "Nếu chuẩn nghèo khác đi thì sao?",
            "about": "Tỉnh giả lập theo mẫu Bình Thuận năm 2022: {} hộ, không hộ nào có thật, hộ nào cũng đủ dữ kiện. "
            "Luật của ngày 31/12/2022. Kéo thanh trượt: mọi con số đổi theo.",
            "rural": "Chuẩn thu nhập nông thôn (đ/người/tháng)",
            "urban": "Chuẩn thu nhập thành thị (đ/người/tháng)",
            "cutoff": "Số chỉ số thiếu hụt từ đó là hộ nghèo",
            "line": "Vẽ đường theo chuẩn",
            "of_rural": "nông thôn",
            "of_urban": "thành thị",
            "group": "Chia nhóm theo",
            "area": "khu vực",
            "district_name": "huyện",
            "now": "theo luật: {}",
            "winners": "Hộ chuyển sang diện được hỗ trợ nhiều hơn, và ít hơn",
            "winners_note": "Thêm: thành hộ cận nghèo, hộ nghèo, hay từ cận nghèo thành nghèo. Bớt: chiều ngược lại.",
            "gained": "Thêm",
            "lost": "Bớt",
            "households": "Số hộ",
            "urban_area": "Thành thị",
            "rural_area": "Nông thôn",
        },
        "en": {
            "title": "What if the poverty lines were others?",
            "about": "An invented province after the pattern of Bình Thuận in 2022: {} households, none of them real, "
            "all facts of each known. The law of 31 December 2022. Move a slider, and every figure follows.",
            "rural": "Rural income line (VND/person/month)",
            "urban": "Urban income line (VND/person/month)",
            "cutoff": "Deprivations from which a household is poor",
            "line": "Draw the curve of the line",
            "of_rural": "rural",
            "of_urban": "urban",
            "group": "Groups",
            "area": "area",
            "district_name": "district",
            "now": "by the law: {}",
            "winners": "Households moved to a class with more support, and to one with less",
            "winners_note": "Gained: became near-poor or poor, or poor from near-poor. Lost: the other way.",
            "gained": "Gained",
            "lost": "Lost",
            "households": "Households",
            "urban_area": "Urban",
            "rural_area": "Rural",
        },
    }


@app.function
def the_law():
    """The law of the review."""
    return pr.load_policy(on=TARGET_DATE, place=PLACE)


@app.function
def indicators(law):
    """The indicators that count, in the order of the law."""
    return [law.resolved.shown(id) for id in law.resolved.sets["vn:deprivations"].items]


@app.function
def made_province(law, households):
    """A province of so many households: the groups of each, and a register of answers (area, income, indicators)."""
    made = generate_province(households, SEED, unknown_permille=0)
    whole = pr.Register(made.households, made.persons, observed_on=OBSERVED_ON)
    kept = ["income_per_capita", *indicators(law)]
    known = law.evaluate(whole, outputs=kept).households
    groups = made.households.select(pl.col("area", "district_name").cast(pl.Categorical))
    frame = made.households.select("household_id", "area", "household_size")
    frame = frame.with_columns(known.get_column(name) for name in kept)
    return groups, pr.Register(frame, observed_on=OBSERVED_ON)


@app.function
def moved(law, rural, urban, cutoff):
    """The law with other lines and another cut-off."""
    return law.reform({"income_line.rural": rural, "income_line.urban": urban, "deprivation_cutoff": cutoff})


@app.function
def decided(policy, register):
    """The class of everybody."""
    return policy.evaluate(register, outputs=[CLASS])


@app.function
def compared(before, after):
    """Both decisions side by side; of a register, so every household counts once."""
    one = pl.repeat(1, after.frames[0].height, dtype=pl.Int64, eager=True)
    return Comparison(before, after, one, (), None, 0)


@app.function
def tallied(found, groups):
    """How many households of each group moved from which class to which; all tables and bars are sums of it."""
    keys = ["before", "after", *groups.columns]
    rows = pl.concat([found.households.select("before", "after"), groups], how="horizontal")
    return rows.group_by(keys).agg(pl.len().cast(pl.Int64).alias("households"))


@app.function
def counted(tally, classes):
    """Households of each class before and after, as counts and shares."""
    every, total = pl.DataFrame({"class": classes}), max(tally["households"].sum(), 1)
    for name in ("before", "after"):
        side = tally.group_by(pl.col(name).alias("class")).agg(pl.col("households").sum().alias(name))
        every = every.join(side, on="class", how="left", maintain_order="left")
    every = every.with_columns(pl.col("before", "after").fill_null(0))
    return every.with_columns((pl.col(name) / total).alias(f"{name}_share") for name in ("before", "after"))


@app.function
def gains(tally, by):
    """Households that come into a class with more support, and into one with less, by group; undetermined in none."""
    support = {"poor": 2, "near_poor": 1, "average": 0, "above": 0}
    after, before = (
        pl.col(name).replace_strict(support, default=None, return_dtype=pl.Int8) for name in ("after", "before")
    )
    sums = [
        pl.col("households").filter(condition).sum().alias(name)
        for name, condition in (("gained", after > before), ("lost", after < before))
    ]
    return tally.group_by(pl.col(by).cast(pl.String)).agg(sums).sort(by)


@app.function
def gains_chart(data, lang):
    """Winners to the right, losers to the left."""
    words, by = WORDS[lang], data.columns[0]
    named = {"urban": words["urban_area"], "rural": words["rural_area"]}
    labels = [named.get(each, each) for each in data[by]]
    rows = [
        {
            "label": label,
            "status": words[status],
            "signed": sign * row[status],
            "told": plain(row[status], lang) if row[status] else "",
        }
        for label, row in zip(labels, data.to_dicts(), strict=True)
        for status, sign in (("gained", 1), ("lost", -1))
    ]
    # Room on both sides for what stands beside the bars.
    lost, gained = data["lost"].max() or 0, data["gained"].max() or 0
    beside = 0.12 * max(lost + gained, 1)
    listed = values(rows)
    x = {
        "field": "signed",
        "type": "quantitative",
        "stack": None,
        "scale": {"domain": [-lost - beside, gained + beside], "nice": False},
        "axis": {"title": words["households"], "labelExpr": "format(abs(datum.value), ',')", "tickMinStep": 1},
    }
    y = {"field": "label", "type": "nominal", "sort": labels, "axis": wrapped_axis(labels)}
    legend = {"domain": [words["gained"], words["lost"]], "range": [BLUE, RED]}
    colour = {"field": "status", "type": "nominal", "legend": {"title": None}, "scale": legend}
    layers = [{"data": listed, "mark": {"type": "bar"}, "encoding": {"x": x, "y": y, "color": colour}}]
    for status, align, dx in (("gained", "left", 5), ("lost", "right", -5)):
        layers.append(
            {
                "data": listed,
                "transform": [{"filter": f"datum.status === '{words[status]}'"}],
                "mark": {"type": "text", "align": align, "dx": dx, "baseline": "middle", "color": INK},
                "encoding": {"x": x, "y": y, "text": {"field": "told"}},
            }
        )
    title, notes = words["winners"], [words["winners_note"]]
    spec = drawn(layers, lang, title=title, notes=notes, height=34 * data.height)
    return Chart(title, data, spec, lang)


@app.class_definition
class InTheBrowser:
    """A chart that the browser draws: making a picture of it here would take longer than all the rest."""

    def __init__(self, chart):
        self.chart = chart

    def _mime_(self):
        return "application/vnd.vegalite.v6+json", json.dumps(dict(self.chart.spec) | {"width": WIDE})


@app.cell
def _():
    households = 334_000
    return (households,)


@app.cell
def _(households):
    law = the_law()
    groups, register = made_province(law, households)
    before = decided(law, register)
    return before, groups, law, register


@app.cell(hide_code=True)
def _():
    speaks = mo.ui.radio({"Tiếng Việt": "vi", "English": "en"}, value="Tiếng Việt", inline=True)
    mo.vstack([speaks])
    return (speaks,)


@app.cell(hide_code=True)
def _(households, speaks):
    lang = speaks.value
    words = WORDS[lang]
    mo.md(f"# {words['title']}\n\n{words['about'].format(plain(households, lang))}")
    return lang, words


@app.cell(hide_code=True)
def _(law):
    # A line cannot stand above the average living standard; in thousands of đồng, which a slider shows in full.
    ends = {area: law.parameter("average_line", area) // 1000 for area in ("rural", "urban")}
    rural, urban = (
        mo.ui.slider(500, ends[area], 50, law.parameter("income_line", area) // 1000, full_width=True) for area in ends
    )
    cutoff = mo.ui.slider(1, len(indicators(law)), 1, law.parameter("deprivation_cutoff"), full_width=True)
    return cutoff, rural, urban


@app.cell(hide_code=True)
def _(cutoff, lang, rural, urban, words):
    # Beside the sliders and not on them: a change of the language leaves them where they are.
    told = (
        (rural, f"{words['rural']}: **{plain(1000 * rural.value, lang)}**"),
        (urban, f"{words['urban']}: **{plain(1000 * urban.value, lang)}**"),
        (cutoff, f"{words['cutoff']}: **{cutoff.value}**"),
    )
    mo.vstack([mo.hstack([mo.md(text), slider], widths=[1, 1], align="center") for slider, text in told])
    return


@app.cell(hide_code=True)
def _(words):
    line = mo.ui.radio(
        {words["of_rural"]: "income_line.rural", words["of_urban"]: "income_line.urban"},
        value=words["of_rural"],
        label=words["line"],
        inline=True,
    )
    by = mo.ui.radio(
        {words["area"]: "area", words["district_name"]: "district_name"},
        value=words["area"],
        label=words["group"],
        inline=True,
    )
    return by, line


@app.cell
def _(before, cutoff, groups, law, register, rural, urban):
    reform = moved(law, 1000 * rural.value, 1000 * urban.value, cutoff.value)
    found = compared(before, decided(reform, register))
    tally = tallied(found, groups)
    return found, reform, tally


@app.cell(hide_code=True)
def _(found, lang, tally, words):
    classes = counted(tally, found.classes)
    mo.hstack(
        [
            mo.stat(
                label=raised(found.class_label(row["class"], lang)),
                value=percent(row["after_share"], lang),
                caption=f"{plain(row['after'], lang)} · {words['now'].format(plain(row['before'], lang))}",
                bordered=True,
            )
            for row in classes.to_dicts()
            if row["class"] in ("poor", "near_poor")
        ],
        justify="start",
    )
    return (classes,)


@app.cell(hide_code=True)
def _(lang, line, reform, register):
    curve = pr.sweep(reform, line.value, register)
    mo.vstack([line, InTheBrowser(step_curve(curve, lang=lang))])
    return (curve,)


@app.cell(hide_code=True)
def _(found, lang):
    heatmap = transition_heatmap(found, lang=lang)
    InTheBrowser(heatmap)
    return (heatmap,)


@app.cell(hide_code=True)
def _(by, lang, tally):
    winners = gains_chart(gains(tally, by.value), lang)
    mo.vstack([by, InTheBrowser(winners)])
    return (winners,)


if __name__ == "__main__":
    app.run()
