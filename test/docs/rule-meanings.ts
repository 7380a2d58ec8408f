/** What a key means, and what holds where it is left out; null: it may not be. */
export type Meaning = { readonly means: string; readonly leftOut: string | null }

const need = (means: string): Meaning => ({ means, leftOut: null })
const may = (means: string, leftOut: string): Meaning => ({ means, leftOut })

const head = {
    version: need('The name of this version; each once.'),
    name: need('Its name on screens and in reports.'),
    effective_from: need('The first month that these rules hold for.'),
}

const population = may('Who is looked at.', 'everybody')

/** What the keys of each kind of rules mean; they are held to the keys that the readers know. */
export const ruleMeanings: Readonly<Record<string, Readonly<Record<string, Meaning>>>> = {
    ladder: {
        ladder: need('Which ladder this is a version of.'),
        ...head,
        public: may('Whether the customer may be told all that decides.', '`false`'),
        population: may('Who has a tier on this ladder.', 'everybody'),
        measure: need('What the tiers are measured by.'),
        'measure.sum': need('Features that are added up, each once; amounts only.'),
        'measure.sum[].feature': need('The amount.'),
        'measure.sum[].weight': need('What it counts.'),
        'measure.null_parts': need(
            'With one part unknown: no measure (`missing`), or only when all are (`zero`).',
        ),
        pool: may('Who is measured together.', 'everybody alone'),
        'pool.by': need('Consenting adults of a household: the higher of their own and its sum.'),
        tiers: need('Two or more, lowest first; everybody reaches the first.'),
        'tiers[].id': need('Its id in lists and files.'),
        'tiers[].name': need('Its name.'),
        'tiers[].at_least': may('Its threshold, inclusive.', 'the base tier only'),
        'tiers[].requires': may('What the amount needs beside it.', 'nothing'),
        'tiers[].also_by': may('Conditions that are each enough alone.', 'no other way'),
        'tiers[].enrolment': may('A yes or no without which the tier does not count.', 'none'),
        'tiers[].wait': may('Reviews below it until it is lost.', '`downgrade.wait`'),
        upgrade: need('When a customer rises.'),
        'upgrade.review': need('When it is looked at; quarters end in March, June and so on.'),
        'upgrade.after': need('Reviews in a row above the tier held.'),
        'upgrade.max_steps': may('How many tiers one upgrade climbs.', 'any number'),
        downgrade: need('When a customer falls.'),
        'downgrade.review': need('When it is looked at.'),
        'downgrade.wait': need('Reviews in a row below the tier held.'),
        'downgrade.to': need('The level of that month, or the best one since the count began.'),
        drop_at_once: may('Ends all protection where it is true.', 'never'),
        new: may('What newcomers are spared.', 'nothing'),
        'new.grace': need('First closes without a fall.'),
        missing: need('What holds without data.'),
        'missing.keep': need('Reviews that a tier is kept without data.'),
        effective: need('The month that a tier serves, counted from the month closed.'),
        near: may('How near a threshold is near.', 'nobody is'),
        'near.up': need('Below the next threshold.'),
        'near.down': need('Above one’s own.'),
        express: may('Tiers lent for some good days in a row.', 'none'),
        'express[].tier': need('The tier that is lent, to the end of the following month.'),
        'express[].days': need('Days in a row with the measure of the day at its threshold.'),
        floors: may('Least tiers that facts alone give.', 'none'),
        'floors[].id': need('Its id; an assignment names it.'),
        'floors[].when': need('Whom it raises.'),
        'floors[].at_least': need('The tier that is given at least.'),
        'floors[].reason': need('What is said of it.'),
        caps: may('Highest tiers that facts allow.', 'none'),
        'caps[].id': need('Its id; an override may name it to lift it.'),
        'caps[].when': need('Whom it lowers.'),
        'caps[].at_most': need('The tier that is given at most.'),
        'caps[].hard': may('No override lifts it, and it holds where unknown.', '`false`'),
        'caps[].confidential': may('Only compliance sees that it applied.', '`false`'),
        'caps[].reason': need('What is said of it.'),
        on_change: may('What becomes of the state that the version before left.', 'it goes on'),
        'on_change.replaces': may('A tier that is gone, and the one its holders get.', 'none'),
        'on_change.below': may('Whether reviews below the tier go on counting.', '`keep`'),
        'on_change.grandfather': may('First closes of this version without a fall.', '0'),
    },
    value_score: {
        scorecard: need('`value_score`.'),
        ...head,
        population,
        weight_present_min: need('A score of which less is known is unknown.'),
        parts: need('The parts of the score, each of weighted features.'),
        'parts[].id': need('Which part, each once.'),
        'parts[].weight': need('What it counts among the parts.'),
        'parts[].features': need('What it is made of.'),
        'parts[].features[].feature': need('A number, an amount, a date, or a yes or no.'),
        'parts[].features[].weight': need('What it counts within the part.'),
        'parts[].features[].normaliser': need(
            'How a value becomes points: `percentile`; `{ linear: [0, 12] }`; ' +
                '`{ log: [6, 240] }`; `{ steps: [{ points: 0 }, { at_least: 1, points: 60 }] }`.',
        ),
        'parts[].features[].better': may('Whether more or less of it is better.', '`higher`'),
        bands: need('Where the score is called high, middle, and below that ordinary.'),
        'bands.high': need('From so many points on.'),
        'bands.middle': need('From so many points on; fewer than for high.'),
    },
    rfm: {
        scorecard: need('`rfm`.'),
        ...head,
        population,
        ties: need('How those who are alike share places.'),
        ...feature('recency', 'When the customer was last there.'),
        ...feature('frequency', 'How often.'),
        ...feature('monetary', 'For how much.'),
    },
    behaviour: {
        scorecard: need('`behaviour`.'),
        ...head,
        population,
        kinds: need('Kinds in order: the first whose condition holds counts.'),
        'kinds[].kind': need('Which kind; it may stand several times.'),
        'kinds[].when': need('Whom it describes.'),
    },
    lifecycle: {
        lifecycle: need('Whose.'),
        ...head,
        lost: need('Every account is closed, or it has been dormant for long.'),
        'lost.dormant_months': need('Months dormant.'),
        dormant: need('Nothing done by the customer, and little there.'),
        'dormant.days': need('Days without a transaction of the customer.'),
        'dormant.aum_below': need('Month-average assets below this, in the base currency.'),
        won_back: need('Active again after dormant or lost.'),
        'won_back.months': need('For how many months it is called so.'),
        new: need('Not long with the bank.'),
        'new.days': need('Days since the first account.'),
        ...trend('declining', 'under'),
        ...trend('growing', 'above'),
        modes: need('How customers of each stage are managed.'),
        ...Object.fromEntries(
            [
                'potential',
                'new',
                'growing',
                'stable',
                'declining',
                'dormant',
                'lost',
                'won_back',
            ].map((stage) => [`modes.${stage}`, need('The mode, and what it says to do.')]),
        ),
    },
    cuts: {
        cuts: need('The subject; each has one file in force.'),
        ...head,
        currency: need('The currency of its amounts.'),
        entries: need('The groups.'),
        'entries[].id': need('Its id, each once: `tong cuts show ID`.'),
        'entries[].way': need('Which way of cutting it belongs to.'),
        'entries[].name': need('Its name.'),
        'entries[].purpose': need('What it is for.'),
        'entries[].when': may('Whom it gathers; sensitive traits may be named.', '`list` says'),
        'entries[].by': may('A word or a yes or no that takes it apart.', 'one group'),
        'entries[].list': may('In place of `when`: a list of the last close.', '`when` says'),
    },
    identity: {
        identity: need('The name of the policy.'),
        version: need('Its month.'),
        comparisons: need('Who is compared with whom, by names that the bank chooses.'),
        'comparisons.*.of': may('Which records are compared.', '`any`'),
        'comparisons.*.fields': need('What is compared, by names that the bank chooses.'),
        'comparisons.*.fields.*.kind': need('How values are read; the kinds are listed below.'),
        'comparisons.*.fields.*.columns': may('Columns that make the value.', 'the field’s name'),
        'comparisons.*.fields.*.levels': may('Levels of agreement, best first.', 'all of the kind'),
        'comparisons.*.fields.*.frequency': may('Whether a rare value is worth more.', '`false`'),
        'comparisons.*.blocking': need(
            'Keys of forms, `field.form`: only pairs that share one key are compared.',
        ),
        'comparisons.*.sure': need('What the learning of weights begins with.'),
        'comparisons.*.sure.rules': need('Agreements that are as good as certain.'),
        'comparisons.*.sure.recall': need('The share of true pairs that they find, as a guess.'),
        'comparisons.*.never': may('Forms that are known, differ, and so forbid a link.', 'none'),
        'comparisons.*.thresholds': need('What is done with a probability.'),
        'comparisons.*.thresholds.accept': need('Linked from here on.'),
        'comparisons.*.thresholds.review': need('Shown to a person from here on.'),
    },
    survivorship: {
        survivorship: need('The name of the policy.'),
        version: need('Its month; of several versions the last counts.'),
        sources: may(
            'Systems, or entities of them, in the order in which they are believed.',
            'none',
        ),
        fields: may('By field its rules, from the first to the last.', '`default` for all'),
        default: need('The rules of all other fields; those that do not fit one are passed over.'),
    },
    /** Not keys but words: `rules of survivorship` have a table of their own. */
    survivor_rules: {
        sources: need(
            'By the order of `sources`, or by one of its own: `{ sources: [core, crm:client] }`; ' +
                'whoever is not named comes last.',
        ),
        latest_delivered: need('The system whose data reaches furthest.'),
        latest_known: need('The record that its system has known for the shortest time.'),
        founding: need('The record that has given the customer its id.'),
        valid: need(
            'A number in order: a resident ID (GB 11643) or credit code (GB 32100) by its check ' +
                'characters, a phone by its shape; never one that only fills the field.',
        ),
        not_placeholder: need(
            'Nothing that only fills the field: 无, 13800000000, 1900-01-01, 张**.',
        ),
        chinese: need('What begins with a Chinese character goes before what does not.'),
        longest: need('The most characters.'),
    },
}

function feature(key: string, means: string): Readonly<Record<string, Meaning>> {
    return {
        [key]: need(means),
        [`${key}.feature`]: need('A number, an amount, a date, or a yes or no.'),
        [`${key}.better`]: may('Whether more or less of it is better.', '`higher`'),
    }
}

function trend(key: string, side: string): Readonly<Record<string, Meaning>> {
    return {
        [key]: need(`Assets or transactions ${side} what was usual.`),
        [`${key}.by`]: need('By how much, against the mean of the three months before.'),
        [`${key}.months`]: need('In how many months one after the other.'),
        [`${key}.aum_min`]: need('Assets that have to be there for a trend to count.'),
        [`${key}.transactions_min`]: need('Transactions that have to be there.'),
        [`${key}.base_months`]: need('After so many months what has become usual is compared.'),
    }
}
