import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { blocksOf, isShown } from './page-blocks.ts'
import { makeWorld, removeWorld, runIn, type World } from './page-world.ts'
import { readPages } from './pages.ts'

// The commands of the page on who is the same, in their order, on small tables of invented people.
// What they find is tested elsewhere: here they have to be commands that work as they stand.

const path = 'docs/concepts/identity.md'
const commands = blocksOf(readPages().get(path) ?? '')
    // The example with its figures is about a public set of data that does not come with Tong.
    .filter((block) => !isShown(block) && /^(?:sh|text)$/.test(block.kind))
    .flatMap(({ text }) => [...text.matchAll(/^\.\/tong .*$/gm)].map(([line]) => line))

const surnames = ['Novak', 'Svoboda', 'Dvorak', 'Cerny', 'Prochazka', 'Kucera', 'Vesely', 'Horak']
const names = ['Jana', 'Petr', 'Eva', 'Tomas', 'Lucie', 'Martin', 'Hana', 'Pavel', 'Alena', 'Jiri']

type Person = { readonly id: number; readonly entity: number; readonly isTypo: boolean }

/** A record of an invented person; a second one of the same has one letter less. */
function lineOf({ id, entity, isTypo }: Person): string {
    const surname = surnames[entity % surnames.length] ?? ''
    const name = names[(entity * 7) % names.length] ?? ''
    const birth = `19${50 + (entity % 45)}-0${1 + (entity % 9)}-1${entity % 10}`
    const phone = `77${String(entity * 7919).padStart(7, '0')}`
    return [id, isTypo ? surname.slice(0, -1) : surname, name, birth, phone].join(',')
}

function tableOf(people: readonly Person[]): string {
    return `${['id,surname,given_name,birth_date,phone', ...people.map(lineOf)].join('\n')}\n`
}

const first = Array.from({ length: 90 }, (_, entity) => ({ id: entity, entity, isTypo: false }))
const again = Array.from({ length: 30 }, (_, index) => {
    return { id: 100 + index, entity: index * 3, isTypo: index % 2 === 0 }
})
const later = Array.from({ length: 6 }, (_, index) => {
    return { id: 200 + index, entity: index * 5 + 1, isTypo: true }
})
const people = [...first, ...again]

const files: Readonly<Record<string, string>> = {
    'clients.csv': tableOf(people),
    'more.csv': tableOf(people.filter(({ entity }) => entity % 2 === 0)),
    'new.csv': tableOf(later),
    'gone.csv': 'id\n3\n5\n',
    'truth.csv': ['id,entity_id', ...people.map(({ id, entity }) => `${id},${entity}`), ''].join(
        '\n',
    ),
}

describe(path, () => {
    let world: World

    beforeAll(async () => {
        world = await makeWorld({ language: 'en', bank: null })
        for (const [name, text] of Object.entries(files)) {
            await writeFile(join(world.folder, name), text)
        }
    })
    afterAll(() => removeWorld(world))

    it('shows commands', () => expect(commands.length).toBeGreaterThan(2))

    it.each(commands)('%s', async (command) => {
        // The page writes to one name again and again; no run writes over what is there.
        const [, written = 'none'] = / identity run .*--clusters (\S+)/.exec(command) ?? []
        await rm(join(world.folder, written), { force: true })
        const { status, told } = await runIn(world, command)
        expect({ status, told: status === 0 ? '' : told }).toEqual({ status: 0, told: '' })
    })
})
