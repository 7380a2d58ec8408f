import { catalogue } from '#features/catalogue.ts'
import { type Cut, cutFeatures, cutSecrets } from '#features/cut.ts'
import { describeCondition } from '#features/describe-condition.ts'
import { type CountedCuts, countCuts } from '#pipeline/cuts/count-cuts.ts'
import { type CutRow, type ShownCut, showCut } from '#pipeline/cuts/show-cut.ts'
import { withBank } from './bank-session.ts'
import { factJson } from './explain-json.ts'
import { monthFlag, numberFlag } from './read-flags.ts'
import type { Frame } from './run-command.ts'
import { type ScopeFlags, scopeFlags, scopeWords } from './scope-flags.ts'
import { cutListText, cutText, publishedText } from './terminal/cuts-text.ts'
import { viewerOf } from './viewer.ts'

/** What `tong cuts list` is given. */
export type CutsFlags = ScopeFlags & { readonly month?: string }

/** What `tong cuts show` is given. */
export type CutFlags = CutsFlags & { readonly limit: string }

const limitMax = 1000

/** `tong cuts list`: all ready-made groups of customers with their size. */
export async function cutsList(frame: Frame, flags: CutsFlags): Promise<void> {
    const month = monthFlag(flags.month)
    const scope = scopeFlags(flags)
    const [found, currency] = await withBank(
        frame,
        { access: 'read', create: null },
        async (session) => {
            const { context } = session
            const viewer = viewerOf(session)
            const found = await countCuts(context, { month, viewer, scope })
            return [found, context.settings.baseCurrency] as const
        },
    )
    frame.answer({
        json: listJson(frame, found),
        text: () => cutListText(frame, { found, currency }),
    })
}

function listJson(frame: Frame, { cuts, ...found }: CountedCuts): object {
    return {
        ...found,
        cuts: cuts.map(({ cut, isWithheld, isUnbuilt, size }) => ({
            ...cutJson(frame, cut),
            ...{ isWithheld, isUnbuilt },
            size,
        })),
    }
}

/** What a cut is, in the language of the answer, with the secrets that it would tell. */
function cutJson({ say, language }: Frame, cut: Cut): object {
    const { traits, isHidden } = cutSecrets(cut, catalogue)
    const { id, way, name, purpose } = cut
    return {
        ...{ id, way, name: name[language], purpose: purpose[language], traits, isHidden },
        ...('list' in cut
            ? { list: cut.list }
            : {
                  condition: describeCondition(cut.when, say),
                  features: cutFeatures(cut),
                  by: cut.by,
              }),
    }
}

/** `tong cuts show NAME`: who is in a group, largest assets first. */
export async function cutsShow(frame: Frame, id: string, flags: CutFlags): Promise<void> {
    const month = monthFlag(flags.month)
    const limit = numberFlag(flags.limit, { flag: '--limit', min: 1, max: limitMax })
    const scope = scopeFlags(flags)
    const [found, currency] = await withBank(
        frame,
        { access: 'read', create: null },
        async (session) => {
            const { context } = session
            const viewer = viewerOf(session)
            const found = await showCut(context, { id, month, scope, limit, viewer })
            return [found, context.settings.baseCurrency] as const
        },
    )
    if ('list' in found) {
        const text = (): string => publishedText(frame, found, scopeWords(flags))
        frame.answer({ json: cutJson(frame, found), text })
        return
    }
    frame.answer({
        json: shownJson(frame, found),
        text: () => cutText(frame, { found, currency }),
    })
}

function shownJson(frame: Frame, { cut, rows, ...found }: ShownCut): object {
    return { ...found, cut: cutJson(frame, cut), rows: rows.map(rowJson) }
}

/** Amounts and other exact numbers as text, which loses nothing. */
function rowJson({ party, facts }: CutRow): object {
    const named = Object.entries(facts).map(([id, fact]) => [id, factJson(fact)])
    return { ...party, facts: Object.fromEntries(named) }
}
