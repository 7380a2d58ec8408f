import { join } from 'node:path'
import { nounGroups, nounTwins, targetsOf } from './model-nouns.ts'

/** The picture of the one model. */
export const modelPicture = join(import.meta.dirname, '../../docs/images/model.svg')

/** Where the boxes stand, column by column; null is an empty place. Two boxes are hubs. */
const columns: readonly (readonly (string | null)[])[] = [
    [
        ...['statements', 'profiles', 'relations', 'record_links', 'household_memberships'],
        ...['importance_listings', 'held_elsewhere', 'questionnaires', 'complaints'],
        ...['planned_contacts', 'contacts', 'books', 'campaign_members'],
    ],
    [
        ...[
            'party_changes',
            'parties',
            'party_origins',
            'party_map',
            'records',
            null,
            null,
            'addresses',
        ],
        ...['organisation_units', 'staff', null, 'campaigns'],
    ],
    [
        ...['rates', 'calendar', 'regions', 'control_totals', 'accounts', null, null, null],
        ...[null, null, 'products', 'product_periods'],
    ],
    [
        ...['counterparties', 'transactions', 'day_ends', 'balances', 'maturities'],
        ...['standing_orders', 'cards', 'loans', 'repayments', null, 'holdings', null],
    ],
]

const box = { width: 232, height: 40, left: 20, top: 52, across: 304, down: 54 } as const
const hubHeight = 150
const hubs: readonly string[] = ['records', 'accounts']
const [width, height] = [1184, 762] as const

type Box = {
    readonly noun: string
    readonly column: number
    readonly x: number
    readonly y: number
    readonly height: number
}

const fills = {
    people: '#e6f0fa',
    money: '#e8f5e9',
    products: '#fff4e0',
    contact: '#fbe9ee',
    bank: '#eeeaf7',
    checks: '#f0f0f0',
} as const

const boxes: ReadonlyMap<string, Box> = new Map(
    columns.flatMap((nouns, column) =>
        nouns.flatMap((noun, row) => {
            if (noun === null) return []
            const at = { x: box.left + column * box.across, y: box.top + row * box.down }
            const tall = hubs.includes(noun) ? hubHeight : box.height
            return [[noun, { noun, column, ...at, height: tall }] as const]
        }),
    ),
)

/** The nouns that the picture shows. */
export const picturedNouns: readonly string[] = [...boxes.keys()]

/** The text of the picture, drawn from the twins: a line for each relation between nouns. */
export function modelPictureSvg(): string {
    const twins = nounTwins()
    const pairs = [...boxes.values()].flatMap((from) => {
        const twin = twins.get(from.noun)
        const targets = twin === undefined ? [] : targetsOf(from.noun, twin)
        return targets.flatMap((target) => {
            const to = boxes.get(target)
            return to === undefined ? [] : [{ from, to }]
        })
    })
    const lines = pairs.map(({ from, to }) => {
        const alike = pairs.filter((pair) => pair.to === to && side(pair) === side({ from, to }))
        const place = alike
            .toSorted((one, other) => one.from.y - other.from.y)
            .findIndex((pair) => pair.from === from)
        const share = (place + 1) / (alike.length + 1)
        return line({ from, to }, to.y + to.height * share)
    })
    return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}"
    font-family="'Noto Sans', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif">
<title>The one model of the bank</title>
<rect width="${width}" height="${height}" fill="#ffffff"/>
<g fill="none" stroke="#8a97a6" stroke-width="1.2">
${lines.join('\n')}
</g>
${[...boxes.values()].map((one) => boxSvg(one, twins.get(one.noun)?.key ?? [])).join('\n')}
${legend()}
</svg>
`
}

type Pair = { readonly from: Box; readonly to: Box }

/** On which side of the target a line ends. */
function side({ from, to }: Pair): 'left' | 'right' | 'above' | 'below' {
    if (from.column !== to.column) return from.column < to.column ? 'left' : 'right'
    return from.y < to.y ? 'above' : 'below'
}

function line({ from, to }: Pair, endY: number): string {
    const middle = from.x + box.width / 2
    switch (side({ from, to })) {
        case 'above':
            return `<path d="M${middle} ${from.y + from.height}V${to.y}"/>`
        case 'below':
            return `<path d="M${middle} ${from.y}V${to.y + to.height}"/>`
        case 'left':
            return curve({ x: from.x + box.width, y: center(from) }, { x: to.x, y: endY })
        case 'right':
            return curve({ x: from.x, y: center(from) }, { x: to.x + box.width, y: endY })
    }
}

type Point = { readonly x: number; readonly y: number }

function curve(from: Point, to: Point): string {
    const bend = (from.x + to.x) / 2
    const end = Math.round(to.y)
    return `<path d="M${from.x} ${from.y}C${bend} ${from.y} ${bend} ${end} ${to.x} ${end}"/>`
}

function center({ y, height: tall }: Box): number {
    return y + tall / 2
}

function boxSvg({ noun, x, y, height: tall }: Box, key: readonly string[]): string {
    const group = nounGroups.find(({ nouns }) => noun in nouns)
    if (group === undefined) throw new Error(`${noun} is in no group`)
    const frame = `x="${x}" y="${y}" width="${box.width}" height="${tall}" rx="5"`
    const edge = hubs.includes(noun) ? 'stroke="#34495e" stroke-width="2"' : 'stroke="#b4bfca"'
    const top = y + tall / 2
    return [
        `<rect ${frame} fill="${fills[group.id]}" ${edge}/>`,
        `<text x="${x + 9}" y="${top - 3}" font-size="13" font-weight="600">${noun}` +
            `<tspan font-weight="400" font-size="11.5" fill="#5c6b7a">  ${group.nouns[noun]}` +
            '</tspan></text>',
        `<text x="${x + 9}" y="${top + 13}" font-size="10.5" fill="#5c6b7a">${keyText(key)}</text>`,
    ].join('\n')
}

/** The key of a noun; of a long one the first columns. */
function keyText(key: readonly string[]): string {
    const [first = '', second, ...others] = key
    if (second === undefined) return first
    return others.length === 0 ? `${first}, ${second}` : `${first}, ${second}, …`
}

function legend(): string {
    const shown = nounGroups.filter(({ id }) => id !== 'checks')
    return shown
        .map(({ id, title }, index) => {
            const x = box.left + index * 190
            return (
                `<rect x="${x}" y="16" width="14" height="14" rx="3" fill="${fills[id]}" ` +
                `stroke="#b4bfca"/>\n<text x="${x + 21}" y="28" font-size="13">${title}</text>`
            )
        })
        .join('\n')
}
