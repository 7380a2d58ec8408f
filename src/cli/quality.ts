import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { refuse } from '#domain/result.ts'
import { writeQualityPage } from '#exports/quality-page.ts'
import { type LookedAt, lookAtQuality } from '#pipeline/quality/look-at-quality.ts'
import { fileTrouble } from '#runtime/file-trouble.ts'
import { loadSays } from '#runtime/texts.ts'
import { qualityTrend } from '#serving/quality-report.ts'
import { latestOfEach } from '#serving/read-quality.ts'
import { passedMillionths, type QualityCount } from '#sources/quality.ts'
import { assertWritable } from './assert-writable.ts'
import { withBank } from './bank-session.ts'
import { asOfFlag, numberFlag } from './read-flags.ts'
import type { Frame } from './run-command.ts'
import {
    type QualityLook,
    renderQuality,
    renderTableChecks,
    renderTrend,
} from './terminal/quality-view.ts'

/** What `tong quality` is given. */
export type QualityFlags = {
    readonly trend?: boolean
    readonly asOf?: string
    /** How many issues to write out. */
    readonly issues: string
    readonly page?: string
}

const limitMax = 1000

/** `tong quality [SYSTEM[.TABLE]]`: how good the delivered data is, worst first. */
export async function quality(
    frame: Frame,
    scope: string | undefined,
    flags: QualityFlags,
): Promise<void> {
    const asOf = flags.asOf === undefined ? null : asOfFlag(flags.asOf)
    const limit = numberFlag(flags.issues, { flag: '--issues', min: 1, max: limitMax })
    const page = flags.page === undefined ? null : resolve(flags.page)
    if (page !== null) assertWritable(page)
    const question = { scope: scope ?? null, asOf }
    const found = await withBank(frame, { access: 'read', create: null }, ({ context }) =>
        lookAtQuality(context, question),
    )
    if (page !== null) await writePage(page, found, frame)
    const files = page === null ? [] : [page]
    const look: QualityLook = { ...frame, limit, files, isFolded: scope === undefined }
    const trend = flags.trend === true ? qualityTrend(found.measured) : null
    frame.answer({
        json: trend === null ? qualityJson(found, scope) : { trend },
        text: () =>
            trend === null ? qualityText(found, { scope, look }) : renderTrend(trend, look),
    })
}

async function writePage(
    file: string,
    { report, measured }: LookedAt,
    { language }: Frame,
): Promise<void> {
    const shown = { report, trend: qualityTrend(measured) }
    try {
        await writeFile(file, writeQualityPage(shown, loadSays(), language))
    } catch (cause) {
        const trouble = fileTrouble(cause, file)
        if (trouble === null) throw cause
        refuse(trouble.code, trouble.params)
    }
}

function isTable(scope: string | undefined): boolean {
    return scope?.includes('.') === true
}

/** All checks of one table, worst first and then in the order in which they stand. */
function checksOf({ measured }: LookedAt): readonly QualityCount[] {
    const counts = latestOfEach(measured).flatMap((table) => table.counts)
    const share = (count: QualityCount): number => passedMillionths(count) ?? 1_000_000
    return counts.toSorted((left, right) => share(left) - share(right))
}

function qualityText(
    found: LookedAt,
    { scope, look }: { readonly scope: string | undefined; readonly look: QualityLook },
): string {
    const overview = renderQuality(found.report, look)
    if (!isTable(scope)) return overview
    const checks = checksOf(found)
    return checks.length === 0 ? overview : `${overview}\n\n${renderTableChecks(checks, look)}`
}

function qualityJson(found: LookedAt, scope: string | undefined): object {
    const { report } = found
    return isTable(scope) ? { ...report, checks: checksOf(found) } : report
}
