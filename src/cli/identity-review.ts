import { countText } from '#exports/number-text.ts'
import { chanceOfWeight } from '#identity/learn/match-model.ts'
import { knownRecords } from '#pipeline/identity/find-records.ts'
import { type OpenPair, type Reviews, reviewBank } from '#pipeline/identity/review-pairs.ts'
import { withBank } from './bank-session.ts'
import { numberFlag } from './read-flags.ts'
import type { Frame } from './run-command.ts'
import { type Cell, renderTable } from './terminal/table.ts'
import { wrapText } from './terminal/text-fit.ts'

const limitMax = 100_000

/** `tong identity review`: pairs that a person has to look at, the worthiest first. */
export async function reviewRecords(
    frame: Frame,
    flags: { readonly limit: string },
): Promise<void> {
    const limit = numberFlag(flags.limit, { flag: '--limit', min: 1, max: limitMax })
    await withBank(frame, { access: 'read', create: null }, async ({ context }) => {
        const known = await knownRecords(context)
        const reviews = await reviewBank(context, { known, limit })
        frame.answer({
            json: {
                ...{ count: reviews.count, isByAssets: reviews.isByAssets },
                pairs: reviews.pairs.map(jsonOf),
            },
            text: () => textOf(frame, reviews),
        })
    })
}

function jsonOf({ left, right, weight, reason, pairs }: OpenPair): unknown {
    return {
        ...{ left: left.recordKey, right: right.recordKey, leftName: left.name },
        ...{ rightName: right.name, weight, chance: chanceOfWeight(weight), reason, pairs },
    }
}

function textOf(frame: Frame, { count, pairs, isByAssets }: Reviews): string {
    const { say, language, width, paint, dataFlag } = frame
    if (count === 0) return say('cli.identity.review.none')
    const shown = (record: OpenPair['left']): string =>
        record.name === null ? record.recordKey : `${record.recordKey}  ${record.name}`
    const rows = pairs.map((one): readonly Cell[] => [
        shown(one.left),
        shown(one.right),
        `${(chanceOfWeight(one.weight) * 100).toFixed(1)} %`,
        say(`cli.identity.review.${one.reason}`),
    ])
    const columns = [
        { title: say('cli.identity.log.left'), isFlexible: true },
        { title: say('cli.identity.log.right'), isFlexible: true },
        { title: say('cli.identity.review.chance'), align: 'right' as const },
        { title: say('cli.identity.review.why') },
    ]
    const [first] = pairs
    const title = say('cli.identity.review.title', {
        count,
        shown: countText(pairs.length, language),
    })
    const order = say(
        isByAssets ? 'cli.identity.review.by_assets' : 'cli.identity.review.by_chance',
    )
    const next =
        first === undefined
            ? []
            : wrapText(
                  say('cli.identity.review.next', {
                      ...{ one: first.left.recordKey, other: first.right.recordKey },
                      data: dataFlag,
                  }),
                  width,
              )
    return [
        paint('strong', title),
        renderTable({ columns, rows, width, paint }),
        ...[order, ...next].map((line) => paint('soft', line)),
    ].join('\n')
}
