import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { createProgram } from '#cli/program.ts'
import { loadSay } from '#runtime/texts.ts'
import { contractPage } from './contract-page.ts'
import { errorsPage } from './errors-page.ts'
import { featuresPage, featuresSchema } from './features-page.ts'
import { modelPage } from './model-page.ts'
import { modelPicture, modelPictureSvg } from './model-picture.ts'
import { policiesPage } from './policies-page.ts'
import { shippedDaysModel, shippedDaysSql } from './shipped-calendar.ts'

/** The folder of the pages that are written from the program. */
export const referenceFolder = join(import.meta.dirname, '../../docs/reference')

const say = loadSay('en')
const helpWidth = 100
const generated = '<!-- Written from the program by `npm run docs`; a test holds it up to date. -->'

/** The pages of docs/reference by file name, as the program is now. */
export function referencePages(): Readonly<Record<string, string>> {
    return {
        'cli.md': cliPage(),
        'contracts.md': contractPage(generated),
        'errors.md': errorsPage(generated),
        'features.md': featuresPage(generated),
        'features.schema.json': featuresSchema(),
        'model.md': modelPage(generated),
        'policies.md': policiesPage(generated),
    }
}

const grammar = `## The same everywhere

- \`--out FILE\` writes rows or rules into a file; its ending says the form: \`.csv\`, \`.xlsx\`,
  \`.parquet\`, \`.yaml\`. A file that is there stays: \`--force\` replaces it. A draft of rules is
  never replaced, as people write on it.
- \`--page FILE\` writes a page for the browser, in three languages, over one that is there.
- What one command of \`tong identity\` writes and another takes has one name in both: \`--pairs\`,
  \`--clusters\`, \`--model\`.
- \`--branch\` and \`--rm\` ask for a part of the bank: a unit with all units below it, or the
  [book](../concepts/report.md#a-part-of-the-bank) of a relationship manager.
- \`--from\` and \`--to\` are months, \`--from\` and \`--until\` what is in force between them.
- \`--json\` answers with everything, for programs; \`--limit\` shows more of a list.`

function cliPage(): string {
    const program = createProgram(say)
    const parts = withVerbs({ command: program, title: 'tong' }).map(
        ({ command, title }) => `## ${title}\n\n\`\`\`text\n${helpOf(command)}\n\`\`\``,
    )
    return `${[generated, '# The commands', grammar, ...parts].join('\n\n')}\n`
}

type Titled = { readonly command: Command; readonly title: string }

/** A command with everything below it: nouns have verbs. */
function withVerbs({ command, title }: Titled): readonly Titled[] {
    const below = command.commands.map((verb) => ({
        command: verb,
        title: `${title} ${verb.name()}`,
    }))
    return [{ command, title }, ...below.flatMap(withVerbs)]
}

/** What `--help` prints, examples included, at a fixed width and without colours. */
function helpOf(command: Command): string {
    let text = ''
    command.configureHelp({ ...command.configureHelp(), helpWidth })
    command.configureOutput({
        writeOut: (part) => {
            text += part
        },
        getOutHasColors: () => false,
    })
    command.outputHelp()
    return text.trimEnd()
}

if (import.meta.main) {
    mkdirSync(referenceFolder, { recursive: true })
    for (const [name, text] of Object.entries(referencePages())) {
        writeFileSync(join(referenceFolder, name), text)
    }
    writeFileSync(modelPicture, modelPictureSvg())
    writeFileSync(shippedDaysModel, shippedDaysSql())
}
