import type { TextParams } from '#domain/say.ts'
import type { Config } from '#runtime/config.ts'
import type { FolderFacts } from '#runtime/folder-facts.ts'
import type { MachineFacts } from '#runtime/machine-facts.ts'
import type { StoreFacts } from '#store/examine-store.ts'

/** One thing that was looked at: how it is, in a text of this room. */
export type Finding = {
    readonly state: 'well' | 'warning' | 'trouble'
    /** `disk.low` stands for the text `cli.doctor.disk.low`, which names the remedy. */
    readonly text: string
    readonly params: TextParams
}

/** The oldest Node that runs Tong. */
export const nodeMajorMin = 24
const gb = 2 ** 30
/** Below this a close of a middling bank may not find room; below the second, nothing does. */
const diskAmpleGb = 5
const diskLeastGb = 0.5
/** More than this of the memory leaves too little for the system and the private server. */
const memoryShareMax = 0.8
/** Clocks of two machines may differ by this much without harm. */
const clockSlackMs = 120_000

function well(text: string, params: TextParams = {}): Finding {
    return { state: 'well', text, params }
}

function warning(text: string, params: TextParams = {}): Finding {
    return { state: 'warning', text, params }
}

function trouble(text: string, params: TextParams = {}): Finding {
    return { state: 'trouble', text, params }
}

/** What is found of the machine and of the terminal. */
export function machineFindings(
    facts: MachineFacts,
    config: Pick<Config, 'dataFolder' | 'threads' | 'memoryLimitGb' | 'language'>,
): readonly Finding[] {
    const { node, platform, cores, timeZone, temporary, locale } = facts
    const free = facts.diskFree === null ? null : facts.diskFree / gb
    const disk = { free: free?.toFixed(1) ?? '', path: config.dataFolder }
    const memory = {
        all: (facts.memory / gb).toFixed(1),
        free: (facts.memoryFree / gb).toFixed(1),
        limit: config.memoryLimitGb.toFixed(1),
    }
    const isMuch = config.memoryLimitGb > (facts.memory / gb) * memoryShareMax
    const isUnspoken = locale !== '' && !/utf-?8/i.test(locale)
    return [
        (Number.parseInt(node, 10) < nodeMajorMin ? trouble : well)(
            Number.parseInt(node, 10) < nodeMajorMin ? 'node.old' : 'node.well',
            { node, needed: nodeMajorMin },
        ),
        well('machine', { platform, cores, threads: config.threads, timeZone }),
        isMuch ? warning('memory.much', memory) : well('memory.well', memory),
        ...(free === null
            ? []
            : free < diskLeastGb
              ? [trouble('disk.full', disk)]
              : [free < diskAmpleGb ? warning('disk.low', disk) : well('disk.well', disk)]),
        ...(facts.isTemporaryWritable ? [] : [trouble('temporary', { path: temporary })]),
        isUnspoken
            ? warning('locale.other', { locale, language: config.language })
            : well('locale.well', { language: config.language }),
    ]
}

/** What lies in the data folder. */
export function folderFindings({
    batches,
    snapshots,
    left,
    kept,
}: FolderFacts): readonly Finding[] {
    return [
        well('folder.sizes', {
            batches: batches.count,
            batchesSize: sizeText(batches.bytes),
            snapshots: snapshots.count,
            snapshotsSize: sizeText(snapshots.bytes),
        }),
        ...(left.count === 0
            ? []
            : [warning('folder.left', { count: left.count, size: sizeText(left.bytes) })]),
        ...(kept.count === 0 ? [] : [warning('folder.kept', { size: sizeText(kept.bytes) })]),
    ]
}

/** What is found of the store; `now` in milliseconds since 1970. */
export function storeFindings(
    { version, encoding, bytes, isWritten, recordedAt }: StoreFacts,
    { isPrivate, holder, now }: StoreCircumstances,
): readonly Finding[] {
    const about = { version, where: isPrivate ? 'private' : 'own', size: sizeText(bytes) }
    const isAhead = recordedAt !== null && recordedAt > now + clockSlackMs
    const instants = { now: instantText(now), last: instantText(recordedAt ?? now) }
    return [
        well('store.well', about),
        ...(encoding === 'UTF8' ? [] : [trouble('store.encoding', { encoding })]),
        isAhead ? trouble('clock.behind', instants) : well('clock.well', instants),
        isWritten ? warning('lock.held', holder) : well('lock.free'),
    ]
}

/** Whose store it is, who has noted to be writing, and the time. */
export type StoreCircumstances = {
    readonly isPrivate: boolean
    readonly holder: TextParams
    readonly now: number
}

/** `12.3 MB`. */
function sizeText(bytes: number): string {
    const units = ['B', 'KB', 'MB', 'GB', 'TB'] as const
    let size = bytes
    let unit = 0
    while (size >= 1000 && unit < units.length - 1) {
        size /= 1024
        unit += 1
    }
    return `${unit === 0 || size >= 100 ? Math.round(size) : size.toFixed(1)} ${units[unit]}`
}

function instantText(instant: number): string {
    return new Date(instant).toISOString().slice(0, 16).replace('T', ' ')
}
