import { exactText, thresholdText } from '#exports/number-text.ts'
import type { Truth } from '#features/condition.ts'
import { describeCondition, describeFeatures } from '#features/describe-condition.ts'
import type { ExplainedParty } from '#serving/explain-party.ts'
import type { ExplainedTier } from '#tiers/explain-tier-tests.ts'
import type { Frame } from '../run-command.ts'
import { tierName } from '../shown-names.ts'
import { renderTable } from './table.ts'
import { wrapText } from './text-fit.ts'

/** How to write: in which language, how wide. */
type Style = Pick<Frame, 'say' | 'language' | 'width' | 'paint'>

const indent = '    '

/** What each tier asks and which of it holds, highest tier first; nothing where all is withheld. */
export function testLines(
    { policy, explanation }: Pick<ExplainedParty, 'policy' | 'explanation'>,
    style: Style,
): readonly string[] {
    const tests = explanation.tests.toReversed()
    if (tests.length === 0) return []
    const { say, language, width, paint } = style
    const [head = '', ...lines] = renderTable({
        columns: [
            { title: say('cli.explain.column.tier') },
            {
                title: say('cli.explain.column.threshold', { currency: policy.currency }),
                align: 'right',
            },
            { title: say('cli.explain.column.short'), align: 'right' },
        ],
        rows: tests.map((test) => [
            `${mark(test.holds)} ${tierName(policy, test.tier, { language, say })}`,
            test.atLeast === null ? '–' : thresholdText(test.atLeast, language),
            shortCell(test, style),
        ]),
        width,
        paint,
    }).split('\n')
    return [head, ...tests.flatMap((test, at) => [lines[at] ?? '', ...askedLines(test, style)])]
}

/** `✓` it holds, `✗` it does not, `?` it cannot be said. */
function mark(truth: Truth): string {
    if (truth === null) return '?'
    return truth ? '✓' : '✗'
}

function shortCell({ atLeast, gap }: ExplainedTier, { say, language }: Style): string {
    if (atLeast === null) return ''
    if (gap === null) return say('cli.explain.unknown')
    return Number(gap) === 0 ? say('cli.explain.reached') : exactText(gap, language, 'up')
}

/** Requirements, then routes, then the agreement: each on lines of its own below the tier. */
function askedLines(test: ExplainedTier, { say, width, paint }: Style): readonly string[] {
    const { requires, routes, enrolment } = test
    const asked = [
        ...requires.map(({ condition, holds }) => {
            const inner = describeCondition(condition, say)
            return say('cli.explain.requires', { mark: mark(holds), condition: inner })
        }),
        ...routes.map(({ condition, holds }) => {
            const inner = describeCondition(condition, say)
            return say('cli.explain.route', { mark: mark(holds), condition: inner })
        }),
        ...(enrolment === null
            ? []
            : [
                  say('cli.explain.enrolment', {
                      mark: mark(enrolment.isSigned),
                      feature: describeFeatures([enrolment.feature], say),
                  }),
              ]),
    ]
    return asked.flatMap((text) =>
        wrapText(text, width - indent.length).map((line) => paint('soft', indent + line)),
    )
}
