import { languages } from '#domain/say.ts'
import { type MessageParams, paramsOf, type TextEntry, textsOf } from './text-files.ts'
import { type Check, type Found, filesOf } from './tree.ts'

/** Texts that read the same in English and Chinese, with good reason. */
const sameInAll = new Set<string>([])

// Names that stay as they are in every language: the product, and the languages themselves.
const ownNames = /砼|简体中文|繁體中文|中文/g

// Letters that the other way of writing does not have; enough of them to find a copied text.
const simplified = new RegExp(
    [
        '[',
        '户资数设银业务产账额级层贷笔币导库错误须还过无为这们发给请长时间项选择视图总现开',
        '单报历续应该进实际价约类询汇对从两与门网线说读写语译传启运变态标签复杂结构题显终',
        '执达获处转换连热点击览经财钱红险损费车师岁龄满临护权证录删环书东气认将暂尝试档称',
        '编码断驱动锁据号个迁净营员绩则检验阈卫钻铂',
        ']',
    ].join(''),
    'u',
)
const traditional = new RegExp(
    [
        '[',
        '戶資數設銀業務產賬額級層貸筆幣導庫錯誤須還過無為這們發給請長時間項選擇視圖總現開',
        '單報歷續應該進實際價約類詢匯對從兩與門網線說讀寫語譯傳啟運變態標籤複雜結構題顯終',
        '執達獲處轉換連熱點擊覽經財錢紅險損費車師歲齡滿臨護權證錄刪環書東氣認將暫嘗試檔稱',
        '編碼斷驅動鎖據號個遷淨營員績則檢驗閾衛鑽鉑',
        ']',
    ].join(''),
    'u',
)

/** Every text is there in all three languages, in the file of its room. */
export const textsInAll: Check = (tree) => {
    const all = textsOf(tree)
    const known = new Set(all.map(({ language, key }) => `${language} ${key}`))
    const missing = all.flatMap(({ key, room, place }) =>
        languages
            .filter((language) => !known.has(`${language} ${key}`))
            .map((language) => ({
                place,
                says: `${key} is missing in locales/${language}/${room}.json`,
            })),
    )
    const astray = all
        .filter(({ key, room }) => !key.startsWith(`${room}.`))
        .map(({ key, room, place }) => ({ place, says: `${key} does not begin with ${room}.` }))
    return [...distinct(missing), ...astray, ...brokenFiles(tree)]
}

function brokenFiles(tree: Parameters<Check>[0]): readonly Found[] {
    return filesOf(tree, /^locales\/.*\.json$/).flatMap(([place, json]) => {
        try {
            const value: unknown = JSON.parse(json)
            const flat = Object.values(value ?? {}).every((text) => typeof text === 'string')
            return flat ? [] : [{ place, says: 'texts are flat: one key, one text' }]
        } catch (error) {
            return [{ place, says: `no JSON: ${String(error)}` }]
        }
    })
}

/** Every text can be parsed and shows the same parameters in all languages. */
export const textParams: Check = (tree) => {
    const names = new Map<string, string>()
    return textsOf(tree).flatMap((entry) => {
        const { key, place, text } = entry
        if (text.trim() === '') return [{ place, says: `${key} is empty` }]
        const params = paramsIn(entry)
        if (params instanceof Error) return [{ place, says: `${key}: ${params.message}` }]
        const listed = [...params.shown].sort().join(', ')
        const first = names.get(key) ?? listed
        names.set(key, first)
        return first === listed
            ? []
            : [{ place, says: `${key} shows {${listed}}, elsewhere {${first}}` }]
    })
}

function paramsIn(entry: TextEntry): MessageParams | Error {
    try {
        return paramsOf(entry)
    } catch (error) {
        return error instanceof Error ? error : new Error(String(error))
    }
}

/** No text was left in another language: English in Chinese files, or one Chinese in the other. */
export const textsTranslated: Check = (tree) => {
    const all = textsOf(tree)
    const english = new Map(
        all.filter(({ language }) => language === 'en').map(({ key, text }) => [key, text]),
    )
    return all.flatMap(({ language, key, text, place }) => {
        const words = text.replace(/\{[^{}]*\}/g, '').replace(ownNames, '')
        if (language === 'en') {
            return /\p{Script=Han}/u.test(words) ? [{ place, says: `${key} is not English` }] : []
        }
        if (english.get(key) === text && /[a-z]{3}/i.test(words) && !sameInAll.has(key)) {
            return [{ place, says: `${key} is not translated` }]
        }
        const wrong = (language === 'zh-TW' ? simplified : traditional).exec(words)
        return wrong === null ? [] : [{ place, says: `${key}: ${wrong[0]} is not ${language}` }]
    })
}

function distinct(found: readonly Found[]): readonly Found[] {
    return [...new Map(found.map((one) => [one.says, one])).values()]
}
