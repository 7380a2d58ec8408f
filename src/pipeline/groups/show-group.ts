import { formatMonth, type Month } from '#domain/month.ts'
import { refuse } from '#domain/result.ts'
import { type Branch, controlTree } from '#identity/groups/control-tree.ts'
import { findCircles } from '#identity/groups/find-circles.ts'
import { graphOf } from '#identity/groups/graph.ts'
import { ultimateHolders } from '#identity/groups/ultimate-holders.ts'
import type { Viewer } from '#serving/withhold.ts'
import type { Row } from '#warehouse/warehouse.ts'
import type { BuiltContext } from '../bank-context.ts'
import { findPartyId } from '../find-party-id.ts'
import { relationOf } from '../run-relations.ts'
import { type GroupedMonth, lastGrouped, withheldSql } from './grouped-month.ts'
import {
    type GroupLine,
    type GuaranteeCircle,
    groupLine,
    namedCircles,
    readGuarantees,
} from './list-groups.ts'
import { nameOfParty, type PartyName, readPartyNames } from './party-names.ts'
import { type PartyEdges, readEdges } from './read-edges.ts'

/** Whose group is asked for. */
export type GroupQuestion = {
    /** An id or a record key. */
    readonly party: string
    /** Null for the month that the last run was made for. */
    readonly month: Month | null
    readonly viewer: Viewer
}

/** How a member came to stand below another. */
export type Way = 'majority' | 'controller' | 'actual_controller' | 'group_member'

/** One line of the tree of a group. */
export type GroupBranch = {
    readonly party: PartyName
    readonly level: number
    /** Null for the head. */
    readonly way: Way | null
    /** Share that the party above holds, in millionths; null where none is told. */
    readonly shareMillionths: number | null
    readonly isCircular: boolean
    /** The circle is cut above this member, which the one named controls all the same. */
    readonly cutFrom: PartyName | null
    /** Another party could stand above it. */
    readonly isContested: boolean
}

/** A party behind a company, at the end of all paths of shares. */
export type Holder = { readonly party: PartyName; readonly shareMillionths: number }

/** The group of a party in a month. */
export type ShownGroup = {
    readonly month: string
    readonly runId: string
    readonly party: PartyName
    /** Null where the party belongs to no group. */
    readonly group: GroupLine | null
    readonly branches: readonly GroupBranch[]
    readonly holders: readonly Holder[]
    /** Shares of the party that belong to nobody known, in millionths; null: none are told. */
    readonly untoldMillionths: number | null
    /** False where a circle of shares has no end. */
    readonly isSettled: boolean
    /** Companies on the way whose shares are told as more than all of them. */
    readonly overheld: readonly PartyName[]
    readonly circles: readonly GuaranteeCircle[]
}

/**
 * Reads the group of a party, who is behind the party in the end, and the guarantee circles that
 * its members stand in. Refuses with `pipeline.groups_not_built` where no run has built groups, and
 * with `pipeline.party_not_scored` or `serving.party_text` where there is no such party.
 */
export async function showGroup(
    context: BuiltContext,
    { party, month, viewer }: GroupQuestion,
): Promise<ShownGroup & { readonly partyId: bigint; readonly monthNo: Month }> {
    const built = await lastGrouped(context, month)
    const partyId = await findPartyId(context, { built, party })
    const members = await readMembers(context, built, partyId)
    const behind = await readBehind(context, built, partyId)
    const ids = [
        partyId,
        ...members.flatMap(({ id, parent }) => (parent === null ? [id] : [id, parent])),
        ...behind.holders.map(({ id }) => id),
        ...behind.overheld,
    ]
    const names = await readPartyNames(context.warehouse, built, ids)
    const name = names.get(partyId)
    if (name === undefined) {
        return refuse('pipeline.party_not_scored', { party, month: formatMonth(built.month) })
    }
    const tree = controlTree<bigint, GroupMember>(members, byId)
    return {
        ...{ partyId, monthNo: built.month, month: formatMonth(built.month), runId: built.runId },
        party: name,
        group: await readLine(context, { built, viewer }, { members, names }),
        branches: tree.map((branch) => branchOf(branch, names)),
        holders: behind.holders.map(({ id, shareMillionths }) => {
            return { party: nameOfParty(names, id), shareMillionths }
        }),
        untoldMillionths: behind.isTold ? behind.untoldMillionths : null,
        isSettled: behind.isSettled,
        overheld: behind.overheld.map((id) => nameOfParty(names, id)),
        circles: await circlesOf(context, built, new Set([partyId, ...members.map((m) => m.id)])),
    }
}

type GroupMember = {
    readonly id: bigint
    readonly parent: bigint | null
    readonly groupId: bigint
    readonly way: Way | null
    readonly shareMillionths: number | null
    readonly isCircular: boolean
    readonly isContested: boolean
}

function byId(one: GroupMember, other: GroupMember): number {
    return compareIds(one.id, other.id)
}

function compareIds(one: bigint, other: bigint): number {
    if (one === other) return 0
    return one < other ? -1 : 1
}

/** A share of a row, in millionths. */
const inMillionths = 'cast(share * 1000000 as bigint)'

async function readMembers(
    { warehouse }: BuiltContext,
    built: GroupedMonth,
    partyId: bigint,
): Promise<readonly GroupMember[]> {
    const members = relationOf(built, 'identity.company_groups')
    const rows = await warehouse.rows(
        `select party_id, parent_id, group_id, way, ${inMillionths} as millionths, is_circular,
            is_contested
        from ${members} members
        where group_id in (select group_id from ${members} own where party_id = $1)`,
        [partyId],
    )
    return rows.map((row: Row) => ({
        id: row.party_id as bigint,
        parent: row.parent_id as bigint | null,
        groupId: row.group_id as bigint,
        way: row.way as Way | null,
        shareMillionths: row.millionths == null ? null : Number(row.millionths),
        isCircular: row.is_circular === true,
        isContested: row.is_contested === true,
    }))
}

type Named = {
    readonly members: readonly GroupMember[]
    readonly names: ReadonlyMap<bigint, PartyName>
}

async function readLine(
    context: BuiltContext,
    { built, viewer }: { readonly built: GroupedMonth; readonly viewer: Viewer },
    { members, names }: Named,
): Promise<GroupLine | null> {
    const [member] = members
    if (member === undefined) return null
    const withheld = await withheldSql(
        context,
        { built, viewer },
        { model: 'identity.company_groups', column: 'group_id' },
    )
    const [row] = await context.warehouse.rows(
        `select months.*, months.group_id in (${withheld}) as is_withheld
        from ${relationOf(built, 'features.group_months')} months
        where group_id = $1`,
        [member.groupId],
    )
    return row === undefined ? null : groupLine(row, nameOfParty(names, member.groupId))
}

function branchOf(
    { member, level, isCut }: Branch<bigint, GroupMember>,
    names: ReadonlyMap<bigint, PartyName>,
): GroupBranch {
    const { id, parent, way, shareMillionths, isCircular, isContested } = member
    const cutFrom = isCut && parent !== null ? nameOfParty(names, parent) : null
    return {
        ...{ level, way, shareMillionths, isCircular, isContested },
        party: nameOfParty(names, id),
        cutFrom,
    }
}

/** Who is behind a party; holders are walked up through the shares of the whole bank. */
async function readBehind({ warehouse }: BuiltContext, built: GroupedMonth, partyId: bigint) {
    const edges: PartyEdges = await readEdges(
        warehouse,
        `select party_id, holder_id, ${inMillionths} as millionths
        from ${relationOf(built, 'identity.shareholdings')} shareholdings
        where share is not null and share > 0
        order by party_id, holder_id`,
    )
    const graph = graphOf(edges)
    const own = edges.numberOf.get(partyId)
    const holdersOf = (company: number) =>
        Array.from(graph.targets.subarray(graph.starts[company], graph.starts[company + 1])).map(
            (holder, place) => {
                const edge = graph.edges[(graph.starts[company] ?? 0) + place] ?? 0
                return { holder, shareMillionths: edges.millionths[edge] ?? 0 }
            },
        )
    const idOf = (number: number): bigint => edges.ids[number] ?? 0n
    if (own === undefined || holdersOf(own).length === 0) {
        return { holders: [], overheld: [], untoldMillionths: 0, isSettled: true, isTold: false }
    }
    const compare = (one: number, other: number): number => compareIds(idOf(one), idOf(other))
    const { holders, overheld, ...rest } = ultimateHolders(own, { holdersOf, compare })
    return {
        ...rest,
        holders: holders.map(({ id, shareMillionths }) => ({ id: idOf(id), shareMillionths })),
        overheld: overheld.map(idOf),
        isTold: true,
    }
}

async function circlesOf(
    context: BuiltContext,
    built: GroupedMonth,
    members: ReadonlySet<bigint>,
): Promise<readonly GuaranteeCircle[]> {
    const edges = await readGuarantees(context, built)
    const shown = findCircles(edges).filter(({ nodes }) =>
        nodes.some((node) => members.has(edges.ids[node] ?? 0n)),
    )
    return await namedCircles(context, { built, edges, shown })
}
