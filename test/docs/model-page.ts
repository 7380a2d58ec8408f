import type { Twin } from '#pipeline/model.ts'
import { type NounGroup, nounGroups, nounTwins } from './model-nouns.ts'

/** The page of all nouns with their columns, from the twins. */
export function modelPage(generated: string): string {
    const twins = nounTwins()
    const intro =
        'All nouns of the one model of the bank: models of `identity` that serve all systems.\n' +
        'How they hang together is told in [the one model](../concepts/model.md).'
    const groups = nounGroups.map((group) => groupText(group, twins))
    return `${[generated, '# The one model of the bank', intro, ...groups].join('\n\n')}\n`
}

function groupText({ title, nouns }: NounGroup, twins: ReadonlyMap<string, Twin>): string {
    const parts = Object.entries(nouns).map(([noun, chinese]) => {
        const twin = twins.get(noun)
        if (twin === undefined) throw new Error(`there is no model identity.${noun}`)
        return nounText({ noun, chinese, twin })
    })
    return [`## ${title}`, ...parts].join('\n\n')
}

type Noun = { readonly noun: string; readonly chinese: string; readonly twin: Twin }

function nounText({ noun, chinese, twin }: Noun): string {
    const rows = Object.entries(twin.columns).map(([name, { type, unit, description }]) => {
        const shown = twin.key.includes(name) ? `**${name}**` : name
        return `| ${shown} | ${type} | ${unit ?? '–'} | ${description} |`
    })
    return [
        `### ${noun} · ${chinese}`,
        twin.description.trim(),
        `| column | type | unit | meaning |\n|---|---|---|---|\n${rows.join('\n')}`,
    ].join('\n\n')
}
