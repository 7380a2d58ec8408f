import { type Check, filesOf, linesOf } from './tree.ts'

const drawers = /(?:^|[-/])(?:utils?|helpers?|commons?|managers?|services?|misc|index)(?:\.|-|\/)/
const kebab = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.test|\.config|\.pure)?$/
const codePath = /^(?:src|samplebank|bench|test)\/.*\.ts$/
const cardParts = ['**Comes in:**', '**Goes out:**', '**May import:**', '**Never:**']
const longestCard = 12

/** TypeScript files and their folders are kebab-case. */
export const kebabNames: Check = (tree) =>
    filesOf(tree, codePath).flatMap(([path]) => {
        const parts = path.replace(/\.ts$/, '').split('/')
        return parts.every((part) => kebab.test(part))
            ? []
            : [{ place: path, says: 'not kebab-case: assign-tier.ts holds assignTier' }]
    })

/** No drawers: `utils`, `helpers`, `common`, `manager`, `service`, `index`. */
export const noDrawers: Check = (tree) =>
    filesOf(tree, codePath).flatMap(([path]) =>
        drawers.test(path) ? [{ place: path, says: 'a drawer: name the one thing it holds' }] : [],
    )

/** Every room has a card of at most 12 lines: in, out, may import, never. */
export const roomCards: Check = (tree) => {
    const rooms = new Set(filesOf(tree, /^src\/[^/]+\//).map(([path]) => path.split('/')[1]))
    return [...rooms].flatMap((room) => {
        const place = `src/${room}/README.md`
        const card = tree.get(place)
        if (card === undefined) return [{ place, says: 'the room has no card' }]
        const missing = cardParts.filter((part) => !card.includes(part))
        return [
            ...missing.map((part) => ({ place, says: `the card does not say ${part}` })),
            ...(linesOf(card).length > longestCard
                ? [{ place, says: `a card has at most ${longestCard} lines` }]
                : []),
        ]
    })
}
