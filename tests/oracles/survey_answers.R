# Writes tests/cases/survey_answers_r.csv: what R's packages survey and laeken say of tests/cases/survey_sample.csv.
# Run in the root of the project: Rscript tests/oracles/survey_answers.R
suppressMessages({library(survey); library(laeken)})
d <- read.csv("tests/cases/survey_sample.csv")
d$count <- d$f1 + d$f2 + d$f3 + d$f4
d$poor <- as.integer(d$count >= 2)
d$cp <- d$poor * d$count / 4
d$f1p <- d$f1 * d$poor
d$c1 <- d$f1p / 4
z <- 1500
d$p0 <- as.integer(d$income < z)
d$p1 <- d$p0 * (z - d$income) / z
d$p2 <- d$p1^2
d$wt <- ifelse(d$income < z, log(z / d$income), 0)
d$g2 <- d$income^2
d$rich <- as.integer(d$income < 2000)
out <- data.frame()
say <- function(name, value, se, low = NA, high = NA)
  out <<- rbind(out, data.frame(name = name, value = as.numeric(value), se = as.numeric(se), low = as.numeric(low), high = as.numeric(high)))
three <- d$stratum < 4
plain <- subset(d, three)
for (policy in c("fail", "certainty", "adjust")) {
  options(survey.lonely.psu = policy)
  use <- if (policy == "fail") plain else d
  s <- svydesign(ids = ~cluster, strata = ~stratum, weights = ~weight, data = use, nest = TRUE)
  tag <- function(x) paste(policy, x)
  for (v in c("poor", "cp", "f1", "f1p", "p0", "p1", "p2", "wt")) {
    m <- svymean(as.formula(paste0("~", v)), s)
    say(tag(v), coef(m), SE(m))
    if (v %in% c("poor", "f1", "p0")) {
      ci <- svyciprop(as.formula(paste0("~", v)), s, method = "logit")
      say(tag(paste(v, "logit")), coef(ci), SE(ci), confint(ci)[1], confint(ci)[2])
    }
  }
  a <- svyratio(~cp, ~poor, s); say(tag("A"), coef(a), SE(a))
  b <- svyratio(~c1, ~cp, s); say(tag("contribution f1"), coef(b), SE(b))
  for (g in c("a", "b")) {
    dom <- subset(s, region == g)
    m <- svymean(~poor, dom); say(tag(paste("poor", g)), coef(m), SE(m))
    m <- svymean(~p1, dom); say(tag(paste("p1", g)), coef(m), SE(m))
  }
  m <- svymean(~p0 + rich, s)
  k <- svycontrast(m, c(p0 = -1, rich = 1)); say(tag("paired difference"), coef(k), SE(k))
  k <- svycontrast(m, quote(rich / p0 - 1)); say(tag("paired relative"), coef(k), SE(k))
  m <- svymean(~income + g2, s)
  k <- svycontrast(m, quote((g2 / income^2 - 1) / 2)); say(tag("GE2"), coef(k), SE(k))
  s <- update(s, li = log(income), yl = income * log(income), r = sqrt(income), i1 = 1 / income)
  m <- svymean(~income + li + yl + r + i1, s)
  for (p in list(list("theil_l", quote(log(income) - li)), list("theil_t", quote(yl / income - log(income))),
                 list("atkinson 1", quote(1 - exp(li) / income)), list("atkinson 1/2", quote(1 - r^2 / income)),
                 list("atkinson 2", quote(1 - 1 / (i1 * income))))) {
    k <- svycontrast(m, p[[2]]); say(tag(p[[1]]), coef(k), SE(k))
  }
}
options(survey.lonely.psu = "fail")
s <- svydesign(ids = ~cluster, strata = ~stratum, weights = ~weight, fpc = ~clusters, data = plain, nest = TRUE)
m <- svymean(~poor, s); say("fpc poor", coef(m), SE(m))
s <- svydesign(ids = ~1, weights = ~weight, data = plain)
m <- svymean(~poor, s); say("rows poor", coef(m), SE(m))
plain$people <- plain$weight * plain$size
s <- svydesign(ids = ~cluster, strata = ~stratum, weights = ~people, data = plain, nest = TRUE)
m <- svymean(~poor, s); say("people poor", coef(m), SE(m))
say("laeken gini", gini(plain$income, weights = plain$weight)$value / 100, NA)
# Two waves that share clusters: region a as the first, region b as the second, told apart inside one design.
s <- svydesign(ids = ~cluster, strata = ~stratum, weights = ~weight, data = plain, nest = TRUE)
m <- svyby(~poor, ~region, s, svymean, covmat = TRUE)
k <- svycontrast(m, c(a = -1, b = 1)); say("shared clusters difference", coef(k), SE(k))
write.csv(format(out, digits = 17), "tests/cases/survey_answers_r.csv", row.names = FALSE, quote = FALSE)
