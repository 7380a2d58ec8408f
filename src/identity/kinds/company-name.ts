import { foldText, isMasked, withoutAccents } from '../forms/fold-text.ts'
import { isPlaceholderWord } from '../forms/placeholders.ts'
import { simplify } from '../forms/simplify.ts'
import { columnJoint, type Forms, type Kind, level } from '../kind.ts'
import { syllableOf } from '../names/read-syllable.ts'
import { branchEndings, keptForms, legalForms, tradeWords } from '../places/company-words.ts'
import { regionOf } from '../places/divisions.ts'

const sameHouse = [{ agree: 'region' }, { alike: 'branch' }] as const

/**
 * Names of companies. `core` is the name apart from place, legal form, group and branch, `brand`
 * the core without the words of its trade. A branch carries the core of its head office. `former`
 * is the core of a former name: of a remark in brackets, or of a second column. `placed` is place,
 * core and branch: how many have a name says more where the place stands in it, as no two firms of
 * a place are given one name.
 */
export const companyName: Kind = {
    columnsMax: 2,
    forms: [
        ...['folded', 'core', 'brand', 'region', 'legal_form', 'group', 'branch', 'pinyin'],
        ...['latin', 'initials', 'former', 'placed'],
    ],
    read: readCompanyName,
    levels: [
        level('exact', { equal: 'folded' }, 'placed'),
        level(
            'same_name',
            {
                all: [
                    ...[{ equal: 'core' }, { alike: 'region' }, { alike: 'legal_form' }],
                    ...[{ alike: 'group' }, { alike: 'branch' }],
                ],
            },
            'placed',
        ),
        level(
            'place_missing',
            {
                all: [
                    ...[{ equal: 'core' }, { lone: 'region' }, { alike: 'legal_form' }],
                    ...[{ alike: 'group' }, { alike: 'branch' }],
                ],
            },
            'core',
        ),
        level('former_name', { all: [{ agree: 'region' }, { crossed: ['core', 'former'] }] }),
        level('other_form', { all: [{ equal: 'core' }, ...sameHouse] }, 'core'),
        level('same_pinyin', { all: [{ equal: 'pinyin' }, ...sameHouse] }, 'pinyin'),
        level('one_character_off', {
            all: [...sameHouse, { edits: 'core', max: 1, from: 4 }],
        }),
        level('similar', { all: [{ alike: 'branch' }, { similar: 'latin', min: 0.92 }] }),
        level(
            'head_and_branch',
            { all: [{ equal: 'core' }, { agree: 'region' }, { lone: 'branch' }] },
            'core',
        ),
        level(
            'other_branch',
            { all: [{ equal: 'core' }, { agree: 'region' }, { differ: 'branch' }] },
            'core',
        ),
        level('other_place', { all: [{ equal: 'core' }, { differ: 'region' }] }, 'core'),
        level('same_brand', { all: [{ equal: 'brand' }, { agree: 'region' }] }, 'brand'),
    ],
}

const noEmployers = new Set(
    (
        '自由职业 自由职业者 退休 离退休 无业 待业 失业 学生 务农 农民 个体 个体户 个体经营 自营 ' +
        '家庭主妇 全职太太 灵活就业 其他单位 单位 公司 某公司 企业 打工 自雇 军人'
    ).split(' '),
)

/** Employers as people name them: companies, and words for having none. */
export const employer: Kind = {
    ...companyName,
    read: (text) => (noEmployers.has(simplify(foldText(text))) ? null : readCompanyName(text)),
}

function readCompanyName(text: string): Forms | null {
    const [name = '', before = ''] = text.split(columnJoint)
    const forms = readName(name)
    if (forms === null || before.trim() === '') return forms
    return { ...forms, former: readName(before)?.core ?? null }
}

function readName(text: string): Forms | null {
    const folded = simplify(withoutAccents(foldText(text)))
        .replaceAll(/[[【〔{]/g, '(')
        .replaceAll(/[\]】〕}]/g, ')')
    if (isMasked(folded) || isPlaceholderWord(folded)) return null
    const spaced = /\p{Script=Han}/u.test(folded) ? folded.replaceAll(' ', '') : folded
    const { plain, region: bracketed, isLimitedPartnership, before } = withoutBrackets(spaced)
    const { head, branch } = branchOf(plain)
    const { name, legalForm } = legalFormOf(head)
    const group = /集团/.test(name) ? 'group' : null
    const { region, rest } = regionOf(name.replace('集团', ''))
    const core = coreOf(rest === '' ? name : rest)
    const isLatin = !/\p{Script=Han}/u.test(core)
    const place = bracketed ?? region
    return {
        folded: spaced.replaceAll(/[.,·'"]/g, ''),
        core,
        brand: brandOf(core),
        region: place,
        legal_form: isLimitedPartnership ? 'limited_partnership' : legalForm,
        group,
        branch,
        pinyin: isLatin ? null : [...core].map(syllableOf).join(' '),
        latin: isLatin ? core : null,
        initials: [...core].map((one) => syllableOf(one).charAt(0)).join(''),
        former: before === null ? null : (readName(before)?.core ?? null),
        placed: [place ?? '', core, branch ?? ''].join(' '),
    }
}

type Unbracketed = {
    readonly plain: string
    readonly region: string | null
    readonly isLimitedPartnership: boolean
    /** The former name of a remark. */
    readonly before: string | null
}

/** Brackets hold a place, the word group, a kind of partnership, or a remark. */
function withoutBrackets(text: string): Unbracketed {
    let region: string | null = null
    let isLimitedPartnership = false
    let before: string | null = null
    const plain = text.replaceAll(/\(([^()]*)\)/g, (_, inner: string) => {
        const found = regionOf(inner)
        if (found.region !== null && /^(?:$|[区县市省])/.test(found.rest)) {
            region = found.region
            return ''
        }
        if (inner === '有限合伙') isLimitedPartnership = true
        before = /^(?:原名|原|曾用名|前称)[::]?(.{2,})$/.exec(inner)?.[1] ?? before
        return inner === '集团' ? inner : ''
    })
    return { plain: plain === '' ? text : plain, region, isLimitedPartnership, before }
}

/** A branch stands behind the legal form of its head office, or else behind a place. */
function branchOf(name: string): { readonly head: string; readonly branch: string | null } {
    const ending = branchEndings.find((one) => name.endsWith(one))
    if (ending === undefined) return { head: name, branch: null }
    const before = name.slice(0, -ending.length)
    const end = before.search(/(?<=公司|厂|银行|集团|合作社|事务所|社)(?!.*(?:公司|厂|银行))/)
    if (end > 0) {
        const { region } = regionOf(before.slice(end))
        return { head: before.slice(0, end), branch: region ?? (before.slice(end) || ending) }
    }
    // 海辰电子宁波分公司: the last place in the name is that of the branch.
    for (let at = before.length - 2; at >= 2; at--) {
        const { region, rest } = regionOf(before.slice(at))
        if (region !== null && rest === '') return { head: before.slice(0, at), branch: region }
    }
    return { head: before === '' ? name : before, branch: ending }
}

function legalFormOf(name: string): { readonly name: string; readonly legalForm: string | null } {
    const isLatin = !/\p{Script=Han}/u.test(name)
    const text = isLatin ? name.replaceAll(/\s*,\s*/g, ',') : name
    for (const [ending, legalForm] of legalForms) {
        if (!text.replaceAll(' ', '').endsWith(ending)) continue
        const before = isLatin
            ? text.replace(/[\s,.]*(?:CO[\s.,]*)?(?:COMPANY\s*)?[A-Z.]+\.?$/, '')
            : text.slice(0, -ending.length)
        if (before !== '') return { name: before, legalForm }
    }
    const kept = keptForms.find(([ending]) => name.endsWith(ending))
    return { name, legalForm: kept?.[1] ?? null }
}

function coreOf(name: string): string {
    const core = name.replaceAll(/[\s.,·'"&()-]+/g, /\p{Script=Han}/u.test(name) ? '' : ' ').trim()
    return core === '' ? name : core
}

/** At least two characters stay: 科技 of a firm named 大科技 is its name. */
function brandOf(core: string): string {
    let brand = core
    for (;;) {
        const rest = brand
        const ending = tradeWords.find((one) => rest.endsWith(one) && rest.length - one.length >= 2)
        if (ending === undefined) return brand
        brand = brand.slice(0, -ending.length)
    }
}
