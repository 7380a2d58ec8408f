import { readdirSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'

/** What a process tree and its machine have used so far. */
export type TreeUse = {
    /** The most that all processes together held at one look; shared pages count for each. */
    readonly peakMb: number
    /** Processor time of the tree: as the system counts its children, or as was seen if more. */
    readonly ownSeconds: number
    /** Processor time that the whole machine used meanwhile. */
    readonly machineSeconds: number
}

type Seen = { readonly parent: number; readonly ticks: number; readonly pages: number }

const ticksPerSecond = 100
const pageMb = 4096 / 1e6
const lookEveryMs = 50

/**
 * Looks at a process and all below it until it is asked what they used; null where the system
 * has no `/proc`. A process that has left its parent still counts once it was seen below it.
 */
export function watchTree(pid: number): () => TreeUse | null {
    if (machineTicks() === null) return () => null
    const before = machineTicks() ?? 0
    const endedBefore = endedChildrenTicks()
    const ticksOf = new Map<number, number>([[pid, 0]])
    let peakPages = 0
    const look = (): void => {
        const all = allProcesses()
        let pages = 0
        for (const [id, seen] of withDescendants(all, ticksOf)) {
            ticksOf.set(id, Math.max(seen.ticks, ticksOf.get(id) ?? 0))
            pages += seen.pages
        }
        peakPages = Math.max(peakPages, pages)
    }
    look()
    const timer = setInterval(look, lookEveryMs)
    return () => {
        clearInterval(timer)
        const seenTicks = [...ticksOf.values()].reduce((sum, ticks) => sum + ticks, 0)
        const ownTicks = Math.max(seenTicks, endedChildrenTicks() - endedBefore)
        return {
            peakMb: Math.round(peakPages * pageMb),
            ownSeconds: ownTicks / ticksPerSecond,
            machineSeconds: ((machineTicks() ?? before) - before) / ticksPerSecond,
        }
    }
}

/** The part of the machine that others took in so many seconds. */
export function othersShare(use: TreeUse, seconds: number): number {
    const others = Math.max(0, use.machineSeconds - use.ownSeconds)
    return Math.min(1, others / Math.max(0.01, seconds * availableParallelism()))
}

function withDescendants(
    all: ReadonlyMap<number, Seen>,
    known: ReadonlyMap<number, number>,
): ReadonlyMap<number, Seen> {
    const found = new Map<number, Seen>()
    const belongs = (id: number): boolean => {
        if (known.has(id) || found.has(id)) return true
        const parent = all.get(id)?.parent ?? 0
        return parent > 1 && belongs(parent)
    }
    for (const [id, seen] of all) if (belongs(id)) found.set(id, seen)
    return found
}

function allProcesses(): ReadonlyMap<number, Seen> {
    const all = new Map<number, Seen>()
    for (const name of readdirSync('/proc')) {
        const id = Number(name)
        if (!Number.isInteger(id)) continue
        const seen = readProcess(id)
        if (seen !== null) all.set(id, seen)
    }
    return all
}

function readProcess(id: number): Seen | null {
    const fields = statFields(String(id))
    if (fields === null) return null
    const [parent = 0, user = 0, system = 0, pages = 0] = [1, 11, 12, 21].map((at) => fields[at])
    return { parent, ticks: user + system, pages }
}

/** Fields of proc(5) `stat`, counted behind the name in brackets, which may hold anything. */
function statFields(id: string): readonly number[] | null {
    try {
        const text = readFileSync(`/proc/${id}/stat`, 'utf8')
        const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
        return fields.map(Number)
    } catch {
        return null
    }
}

/** Ticks of the children of this process that have come to an end, and of theirs. */
function endedChildrenTicks(): number {
    const fields = statFields('self') ?? []
    return (fields[13] ?? 0) + (fields[14] ?? 0)
}

/** Ticks that all processors have worked since the machine started: all but idle and waiting. */
function machineTicks(): number | null {
    try {
        const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n')
        const [user = 0, nice = 0, system = 0, , , irq = 0, soft = 0, steal = 0] = line
            .split(/\s+/)
            .slice(1)
            .map(Number)
        return user + nice + system + irq + soft + steal
    } catch {
        return null
    }
}
