/** What a heading can tell about its column, in English and Chinese. */
export type HeadingWord =
    | 'identifier'
    | 'code'
    | 'date'
    | 'month'
    | 'money'
    | 'ratio'
    | 'count'
    | 'person_name'
    | 'name'
    | 'phone'
    | 'id_number'
    | 'birth'
    | 'address'
    | 'email'
    | 'card'
    | 'sex'
    | 'branch'
    | 'industry'
    | 'region'
    | 'trait'

/** English words stand alone in a heading, `a_b` for two in a row; Chinese ones stand anywhere. */
function either(english: string, chinese: string): RegExp {
    const words = english.split(' ').join('|')
    return new RegExp(`_(?:${words})_|${chinese.split(' ').join('|')}`)
}

const words: Readonly<Record<HeadingWord, RegExp>> = {
    identifier: either(
        'id ids no nr num nbr number key ref uid clientnum account acct',
        '号$ 号码 编号 序号 號$ 號碼 編號 序號 流水',
    ),
    code: either(
        'code type status class kind flag category segment grade level channel state gender sex',
        '代码 类型 类别 状态 标志 标识 等级 种类 性别 渠道 代碼 類型 類別 狀態 標誌 等級 性別 別$',
    ),
    date: either(
        'date day dt dob time timestamp at opened issued booked birthday',
        '日期 时间 時間 日$ 生日',
    ),
    month: either('month yyyymm ym period', '月份 年月 账期 帳期 月$'),
    money: either(
        'amount amt balance bal sum price fee fees salary income limit payment payments debit ' +
            'credit cost spend revenue value turnover',
        '金额 余额 额度 费用 收入 工资 薪 市值 单价 价格 款额 本金 利息 ' +
            '金額 餘額 額度 費用 工資 單價 價格',
    ),
    ratio: either('rate ratio percent pct share', '利率 比例 占比 率$'),
    count: either(
        'count cnt qty quantity ct freq frequency',
        '笔数 数量 次数 人数 筆數 數量 次數 人數',
    ),
    person_name: either(
        'surname firstname lastname fullname forename holder given_name first_name last_name ' +
            'full_name middle_name customer_name client_name holder_name contact_name',
        '姓名 户名 戶名 客户名称 客戶名稱 联系人 聯絡人 ^姓$ ^名$',
    ),
    name: either('name', '名称 名稱'),
    phone: either('phone mobile tel telephone cell fax', '手机 手機 电话 電話 联系方式 聯絡方式'),
    id_number: either(
        'ssn idcard passport soc_sec_id id_no cert_no identity_no birth_no id_number ' +
            'cert_number identity_number birth_number id_card identity_card',
        '身份证 证件号 身分證 證件號 统一编号 統一編號',
    ),
    birth: either('birth dob birthday birthdate', '出生 生日'),
    address: either(
        'address addr street suburb postcode zip zipcode',
        '地址 住址 邮编 邮政编码 街道 郵遞',
    ),
    email: either('email mail e_mail', '邮箱 邮件 信箱 郵箱'),
    sex: either('sex gender', '性别 性別'),
    branch: either('branch outlet', '机构 機構 网点 網點 分行 支行'),
    industry: either('industry', '行业 行業 產業'),
    region: either('region province city district', '地区 地區 省份 城市 縣市'),
    trait: either(
        'religion faith health illness disability ethnic ethnicity race marital',
        '宗教 信仰 健康 疾病 残疾 殘疾 身心障礙 民族 婚姻',
    ),
    card: either('card_no card_number card_num pan_no', '卡号 卡號'),
}

/** Whether a heading holds such a word. `client_id`, `clientId`, `Client ID` and 客户号 all do. */
export function headingSays(heading: string, word: HeadingWord): boolean {
    return words[word].test(foldHeading(heading))
}

/** A heading in small letters, `_` between its words and around it: `_client_id_`. */
export function foldHeading(heading: string): string {
    const parts = heading
        .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}]+/gu, '_')
        .replaceAll(/^_+|_+$/g, '')
    return /\p{Script=Han}/u.test(parts) ? parts : `_${parts}_`
}

/** English words for Chinese ones that name tables, columns and keys, the longest first. */
const translations: readonly (readonly [RegExp, string])[] = [
    [/客户名称|客戶名稱|客户姓名|客戶姓名/g, '_customer_name_'],
    [/交易流水|流水/g, '_transaction_'],
    [/身份证|身分證|证件|證件/g, '_identity_'],
    [/客户|客戶/g, '_customer_'],
    [/账户|帐户|賬戶|帳戶|账号|帐号|帳號/g, '_account_'],
    [/手机|手機|电话|電話/g, '_phone_'],
    [/余额|餘額/g, '_balance_'],
    [/金额|金額/g, '_amount_'],
    [/日期/g, '_date_'],
    [/交易/g, '_transaction_'],
    [/姓名/g, '_name_'],
    [/性别|性別/g, '_sex_'],
    [/币种|幣別/g, '_currency_'],
    [/地址|住址/g, '_address_'],
    [/机构|網點|网点|分行|支行/g, '_branch_'],
    [/产品|產品/g, '_product_'],
    [/持仓|庫存|持有/g, '_holding_'],
    [/贷款|貸款/g, '_loan_'],
    [/信用卡|卡片/g, '_card_'],
    [/月份|年月/g, '_month_'],
    [/状态|狀態/g, '_status_'],
    [/类型|類型|类别|類別/g, '_type_'],
    [/开户|開戶/g, '_opened_'],
    [/生日|出生/g, '_birth_'],
    [/名称|名稱/g, '_name_'],
    [/明细|明細|表/g, '_'],
    [/编号|編號|号码|號碼|号|號/g, '_no_'],
]

const sameWords: Readonly<Record<string, string>> = {
    cust: 'customer',
    client: 'customer',
    acct: 'account',
    acc: 'account',
    amt: 'amount',
    bal: 'balance',
    mobile: 'phone',
    tel: 'phone',
    telephone: 'phone',
    trans: 'transaction',
    txn: 'transaction',
    tran: 'transaction',
    dt: 'date',
    id: 'no',
    num: 'no',
    number: 'no',
    nbr: 'no',
    nr: 'no',
    code: 'no',
    gender: 'sex',
    ccy: 'currency',
    prod: 'product',
    brn: 'branch',
    addr: 'address',
    dob: 'birth',
    birthday: 'birth',
}

/** The plain words of a heading, one for all that mean the same: `cust_id` → customer, no. */
export function headingWords(heading: string): readonly string[] {
    const english = translations.reduce((text, [from, to]) => text.replaceAll(from, to), heading)
    return foldHeading(english)
        .split('_')
        .filter((word) => word !== '')
        .map((word) => sameWords[word] ?? singular(word))
}

/** A name that tables and systems may have, made of a text; null where nothing is left of it. */
export function plainName(text: string): string | null {
    const english = translations.reduce((one, [from, to]) => one.replaceAll(from, to), text)
    const name = english
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/g, '_')
        .replaceAll(/^[_0-9]+|_+$/g, '')
    return name === '' ? null : name
}

function singular(word: string): string {
    if (word.length <= 3) return word
    return word.endsWith('ies') ? `${word.slice(0, -3)}y` : word.replace(/s$/, '')
}

/** How many words two lists share, of all words of both: 0 to 1. */
export function sharedWords(one: readonly string[], other: readonly string[]): number {
    const all = new Set([...one, ...other])
    const shared = [...all].filter((word) => one.includes(word) && other.includes(word))
    return all.size === 0 ? 0 : shared.length / all.size
}
