/** A member of a group as a month knows it. */
export type Member<Id> = {
    readonly id: Id
    /** Who stands above it; null for the head. */
    readonly parent: Id | null
}

/** A member in its place in the tree. */
export type Branch<Id, One extends Member<Id>> = {
    readonly member: One
    /** Levels below the head, or below where the circle was cut. */
    readonly level: number
    /** Somebody below it stands above it: the circle is cut here. */
    readonly isCut: boolean
}

/**
 * The members of one group from its head downwards, each before those below it and members of one
 * level in the order of `compare`. A circle has no head: it is cut above the first of its members.
 * Without recursion, as a chain may be as long as a group has members.
 */
export function controlTree<Id, One extends Member<Id>>(
    members: readonly One[],
    compare: (one: One, other: One) => number,
): readonly Branch<Id, One>[] {
    const below = new Map<Id, One[]>()
    const parents = new Map(members.map(({ id, parent }) => [id, parent]))
    const sorted = members.toSorted(compare)
    for (const member of sorted) {
        if (member.parent === null) continue
        const siblings = below.get(member.parent)
        if (siblings === undefined) below.set(member.parent, [member])
        else siblings.push(member)
    }
    const branches: Branch<Id, One>[] = []
    const placed = new Set<Id>()
    const place = (top: One, isCut: boolean): void => {
        const waiting = [{ member: top, level: 0 }]
        for (;;) {
            const next = waiting.pop()
            if (next === undefined) return
            if (placed.has(next.member.id)) continue
            placed.add(next.member.id)
            branches.push({ ...next, isCut: isCut && next.level === 0 })
            const children = below.get(next.member.id) ?? []
            for (const member of children.toReversed()) {
                waiting.push({ member, level: next.level + 1 })
            }
        }
    }
    for (const member of sorted) {
        if (member.parent === null || !parents.has(member.parent)) place(member, false)
    }
    for (const member of sorted) {
        if (!placed.has(member.id) && isAboveItself(member, parents)) place(member, true)
    }
    return branches
}

/** Whether the way up from a member leads back to it. */
function isAboveItself<Id>(start: Member<Id>, parents: ReadonlyMap<Id, Id | null>): boolean {
    const passed = new Set<Id>()
    let at = start.parent
    while (at !== null && !passed.has(at)) {
        if (at === start.id) return true
        passed.add(at)
        at = parents.get(at) ?? null
    }
    return false
}
