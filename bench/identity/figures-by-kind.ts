import { readFileSync } from 'node:fs'

/** A record with the cluster it was put in and what the truth says of it. */
export type JudgedRecord = {
    readonly cluster: string
    readonly entity: string
    /** Family of a person, or owner of a firm. */
    readonly near: string
    /** A birth that twins share, or the head office of a firm. */
    readonly twins: string
    readonly role: string
    readonly traits: readonly string[]
}

/** Reads what was found beside the truth of a register: plain files without quotes. */
export function readJudged(files: {
    readonly truth: string
    readonly clusters: string
}): readonly JudgedRecord[] {
    const clusters = new Map(
        linesOf(files.clusters).map(([id = '', cluster = '']) => [id, cluster]),
    )
    return linesOf(files.truth).map(([id = '', entity = '', near = '', twins = '', ...rest]) => {
        const [role = '', traits = ''] = rest
        const cluster = clusters.get(id)
        if (cluster === undefined) throw new Error(`record ${id} is in no cluster`)
        return { cluster, entity, near, twins, role, traits: traits.split(' ').filter(Boolean) }
    })
}

function linesOf(path: string): readonly (readonly string[])[] {
    const [, ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n')
    return lines.map((line) => line.split(','))
}

/** Of so many pairs so many were joined. */
export type Share = { readonly of: string; readonly all: number; readonly joined: number }

/** Pairs of one entity, by what is wrong with either record: how many of them were found. */
export function foundByTrait(records: readonly JudgedRecord[]): readonly Share[] {
    const all = new Map<string, { all: number; joined: number }>()
    for (const group of groupsOf(records, ({ entity }) => entity)) {
        eachPair(group, (one, other) => {
            const traits = new Set([...one.traits, ...other.traits])
            for (const trait of traits.size === 0 ? ['nothing wrong'] : traits) {
                add(all, { of: trait, isJoined: one.cluster === other.cluster })
            }
        })
    }
    return sharesOf(all)
}

/** Pairs of entities that are near to each other, by how: how many share a cluster wrongly. */
export function joinedByRelation(records: readonly JudgedRecord[]): readonly Share[] {
    const all = new Map<string, { all: number; joined: number }>()
    for (const near of groupsOf(records, (one) => one.near)) {
        const entities = groupsOf(near, ({ entity }) => entity)
        eachPair(entities, (ones, others) => {
            const [one, other] = [ones[0], others[0]]
            if (one === undefined || other === undefined) return
            const clusters = new Set(ones.map(({ cluster }) => cluster))
            const isJoined = others.some(({ cluster }) => clusters.has(cluster))
            add(all, { of: relationOf(one, other), isJoined })
        })
    }
    return sharesOf(all)
}

function relationOf(one: JudgedRecord, other: JudgedRecord): string {
    const roles = [one.role, other.role].toSorted().join(' and ')
    const isSame = one.twins !== '' && one.twins === other.twins
    if (!isSame) return roles
    return one.role === 'child' ? 'twins' : `${roles} of one firm`
}

function add(
    all: Map<string, { all: number; joined: number }>,
    { of, isJoined }: { readonly of: string; readonly isJoined: boolean },
): void {
    const share = all.get(of) ?? { all: 0, joined: 0 }
    share.all++
    if (isJoined) share.joined++
    all.set(of, share)
}

function sharesOf(all: Map<string, { all: number; joined: number }>): readonly Share[] {
    return [...all].map(([of, share]) => ({ of, ...share })).toSorted((a, b) => b.all - a.all)
}

function groupsOf<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly T[])[] {
    return [...Map.groupBy(items, keyOf).values()]
}

function eachPair<T>(items: readonly T[], take: (one: T, other: T) => void): void {
    for (const [at, one] of items.entries()) {
        for (const other of items.slice(at + 1)) take(one, other)
    }
}
