import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inflateRawSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { languages } from '#domain/say.ts'
import { writeCheckupPage } from '#exports/checkup-page.ts'
import { writeCheckupWorkbook } from '#exports/checkup-workbook.ts'
import { writeWorkbook } from '#exports/workbook.ts'
import { casePortions, nearPortions } from '#pipeline/checkup-rows.ts'
import { loadSays } from '#runtime/texts.ts'
import { type CheckedText, checkText } from './checkup-desk.ts'

const formula = '=HYPERLINK("http://x","y")'
const tag = '<b>&"\u0001'
const says = loadSays()

let checked: CheckedText
beforeAll(async () => {
    const rows = Array.from({ length: 30 }, (_, customer) =>
        [1, 2, 3, 4, 5].map((month) => {
            const isHigh = customer >= 20 || (customer > 5 && month > 2)
            // Two customers reach the threshold and stay where they are.
            const tier = isHigh && customer > 7 ? tag : 'low'
            const name = customer === 7 ? `"${formula.replaceAll('"', '""')}"` : `c${customer}`
            const average = isHigh ? 60_000 : 40_000
            return `${name},2025-0${month},"${tier.replaceAll('"', '""')}",${average}`
        }),
    )
    checked = await checkText(['customer,month,tier,average', ...rows.flat()].join('\n'))
})
afterAll(() => checked.close())

/** The entries of a ZIP archive, by its own list at the end. */
function entriesOf(zip: Buffer): ReadonlyMap<string, string> {
    const end = zip.lastIndexOf(Buffer.from('PK\u0005\u0006'))
    const entries = new Map<string, string>()
    let at = zip.readUInt32LE(end + 16)
    for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
        const [packed, nameLength] = [zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28)]
        const offset = zip.readUInt32LE(at + 42)
        const name = zip.subarray(at + 46, at + 46 + nameLength).toString()
        const start = offset + 30 + zip.readUInt16LE(offset + 26)
        entries.set(name, inflateRawSync(zip.subarray(start, start + packed)).toString())
        at += 46 + nameLength
    }
    return entries
}

describe('the workbook', () => {
    let entries: ReadonlyMap<string, string>
    beforeAll(async () => {
        const { checkup, tables, warehouse, folder } = checked
        const path = join(folder, 'checkup.xlsx')
        await writeCheckupWorkbook(
            path,
            { checkup, language: 'zh-CN', say: says['zh-CN'] },
            {
                cases: (side) => casePortions(warehouse, tables, side),
                near: () => nearPortions(warehouse, tables),
            },
        )
        entries = entriesOf(await readFile(path))
    })

    it('has its sheets in the language asked for', () => {
        const names = [...(entries.get('xl/workbook.xml') ?? '').matchAll(/sheet name="([^"]*)"/g)]
        expect(names.map(([, name]) => name)).toEqual([
            '摘要',
            '推断规则',
            '应升未升',
            '应降未降',
            '临界客户',
            '全部差错',
        ])
    })

    it('has a row for every case, and typed numbers', () => {
        const sheet = entries.get('xl/worksheets/sheet3.xml') ?? ''
        expect(sheet.match(/<row /g)?.length).toBe(1 + 2)
        expect(sheet).toContain('<c s="4"><v>60000.00</v></c>')
        // March 2025 as Excel counts days: 45,717 since the last one of 1899.
        expect(sheet).toContain('<c s="6"><v>45717</v></c>')
        expect(sheet).toContain('state="frozen"')
        expect(sheet).toContain('<autoFilter ref="A1:I3"/>')
    })

    it('has no formula, whatever a customer is called, and no character that XML forbids', () => {
        const all = [...entries.values()].join('')
        expect(all).not.toContain('<f>')
        expect(all).toContain('=HYPERLINK(&quot;http://x&quot;,&quot;y&quot;)</t>')
        expect(all).toContain('&lt;b&gt;&amp;&quot;</t>')
        expect(all).not.toContain('\u0001')
    })

    it('refuses a number that is none', async () => {
        const rows = [[{ amount: '1,234' }]]
        const sheet = { name: 'x', columns: [{ title: 'a', width: 5 }], rows, hasFilter: false }
        const path = join(checked.folder, 'broken.xlsx')
        await expect(writeWorkbook(path, [sheet])).rejects.toThrow('1,234 is no number')
    })
})

describe('the page', () => {
    it('says all in every language, escaped, and fetches nothing', () => {
        const page = writeCheckupPage(checked.checkup, says, 'zh-TW')
        for (const language of languages) {
            const title = says[language]('exports.checkup.title')
            expect(page).toContain(`<main class="page" lang="${language}"`)
            expect(page).toContain(`<h1>${title}</h1>`)
        }
        expect(page).toContain('=HYPERLINK(&quot;http://x&quot;,&quot;y&quot;)')
        expect(page).not.toContain('<b>&"')
        expect(page).not.toMatch(/(?:src|href)="(?!data:)/)
    })

    it('is the same for the same check-up', () => {
        const [one, two] = [1, 2].map(() => writeCheckupPage(checked.checkup, says, 'en'))
        expect(one).toBe(two)
    })
})
