/**
 * Provinces and the divisions of the second level below them, without the words for what they are
 * (GB/T 2260; the cities of Taiwan by their own law). 海南州 of Qinghai keeps its word, as 海南 is a
 * province.
 */
const citiesOf: Readonly<Record<string, string>> = {
    北京: '',
    天津: '',
    河北: '石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水',
    山西: '太原 大同 阳泉 长治 晋城 朔州 晋中 运城 忻州 临汾 吕梁',
    内蒙古: '呼和浩特 包头 乌海 赤峰 通辽 鄂尔多斯 呼伦贝尔 巴彦淖尔 乌兰察布 兴安 锡林郭勒 阿拉善',
    辽宁: '沈阳 大连 鞍山 抚顺 本溪 丹东 锦州 营口 阜新 辽阳 盘锦 铁岭 朝阳 葫芦岛',
    吉林: '长春 吉林 四平 辽源 通化 白山 松原 白城 延边',
    黑龙江: '哈尔滨 齐齐哈尔 鸡西 鹤岗 双鸭山 大庆 伊春 佳木斯 七台河 牡丹江 黑河 绥化 大兴安岭',
    上海: '',
    江苏: '南京 无锡 徐州 常州 苏州 南通 连云港 淮安 盐城 扬州 镇江 泰州 宿迁',
    浙江: '杭州 宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水',
    安徽: '合肥 芜湖 蚌埠 淮南 马鞍山 淮北 铜陵 安庆 黄山 滁州 阜阳 宿州 六安 亳州 池州 宣城',
    福建: '福州 厦门 莆田 三明 泉州 漳州 南平 龙岩 宁德',
    江西: '南昌 景德镇 萍乡 九江 新余 鹰潭 赣州 吉安 宜春 抚州 上饶',
    山东: '济南 青岛 淄博 枣庄 东营 烟台 潍坊 济宁 泰安 威海 日照 临沂 德州 聊城 滨州 菏泽',
    河南:
        '郑州 开封 洛阳 平顶山 安阳 鹤壁 新乡 焦作 濮阳 许昌 漯河 三门峡 南阳 ' +
        '商丘 信阳 周口 驻马店',
    湖北: '武汉 黄石 十堰 宜昌 襄阳 鄂州 荆门 孝感 荆州 黄冈 咸宁 随州 恩施',
    湖南: '长沙 株洲 湘潭 衡阳 邵阳 岳阳 常德 张家界 益阳 郴州 永州 怀化 娄底 湘西',
    广东:
        '广州 韶关 深圳 珠海 汕头 佛山 江门 湛江 茂名 肇庆 惠州 梅州 汕尾 河源 ' +
        '阳江 清远 东莞 中山 潮州 揭阳 云浮',
    广西: '南宁 柳州 桂林 梧州 北海 防城港 钦州 贵港 玉林 百色 贺州 河池 来宾 崇左',
    海南: '海口 三亚 三沙 儋州',
    重庆: '',
    四川:
        '成都 自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 内江 乐山 南充 眉山 宜宾 广安 ' +
        '达州 雅安 巴中 资阳 阿坝 甘孜 凉山',
    贵州: '贵阳 六盘水 遵义 安顺 毕节 铜仁 黔西南 黔东南 黔南',
    云南: '昆明 曲靖 玉溪 保山 昭通 丽江 普洱 临沧 楚雄 红河 文山 西双版纳 大理 德宏 怒江 迪庆',
    西藏: '拉萨 日喀则 昌都 林芝 山南 那曲 阿里',
    陕西: '西安 铜川 宝鸡 咸阳 渭南 延安 汉中 榆林 安康 商洛',
    甘肃: '兰州 嘉峪关 金昌 白银 天水 武威 张掖 平凉 酒泉 庆阳 定西 陇南 临夏 甘南',
    青海: '西宁 海东 海北 黄南 海南州 果洛 玉树 海西',
    宁夏: '银川 石嘴山 吴忠 固原 中卫',
    新疆:
        '乌鲁木齐 克拉玛依 吐鲁番 哈密 昌吉 博尔塔拉 巴音郭楞 阿克苏 克孜勒苏 喀什 ' +
        '和田 伊犁 塔城 阿勒泰',
    香港: '',
    澳门: '',
    台湾: '台北 新北 桃园 台中 台南 高雄 基隆 新竹 嘉义',
}

/** Second-level divisions that have another name now, or have become part of another. */
const renamedCities: Readonly<Record<string, string>> = {
    ...{ 襄樊: '襄阳', 思茅: '普洱', 莱芜: '济南', 巢湖: '合肥', 琼山: '海口' },
    ...{ 昌潍: '潍坊', 淮阴: '淮安', 荆沙: '荆州' },
}

/** Districts that have become part of another, by city; those that only lost 县 need no entry. */
const renamedDistricts: Readonly<Record<string, string>> = {
    ...{ 上海卢湾: '黄浦', 上海南市: '黄浦', 上海闸北: '静安', 上海南汇: '浦东' },
    ...{ 上海浦东新: '浦东', 上海川沙: '浦东', 北京崇文: '东城', 北京宣武: '西城' },
    ...{ 天津塘沽: '滨海', 天津汉沽: '滨海', 天津大港: '滨海', 天津滨海新: '滨海' },
    ...{ 广州东山: '越秀', 广州芳村: '荔湾', 广州萝岗: '黄埔', 南京白下: '秦淮' },
    ...{ 南京下关: '鼓楼', 苏州沧浪: '姑苏', 苏州平江: '姑苏', 苏州金阊: '姑苏' },
    ...{ 杭州下城: '拱墅', 杭州江干: '上城', 宁波江东: '鄞州', 青岛四方: '市北' },
    ...{ 青岛胶南: '黄岛', 深圳光明新: '光明', 重庆万盛: '綦江', 重庆双桥: '大足' },
    ...{ 徐州九里: '鼓楼', 无锡崇安: '梁溪', 无锡南长: '梁溪', 无锡北塘: '梁溪' },
}

const municipalities = new Set(['北京', '天津', '上海', '重庆', '香港', '澳门'])

const provinceOfCity = new Map<string, string>()
for (const [province, cities] of Object.entries(citiesOf)) {
    for (const city of cities.split(' ')) {
        if (city !== '' && city !== province) provinceOfCity.set(city, province)
    }
}

/** The provinces, without 省 and the like. */
export const provinces: readonly string[] = Object.keys(citiesOf)

/** A bare name before these words is that of a road or a district: 南京西路, 朝阳区. */
const notOther = '(?![东南西北中]{0,2}[一二三四五六]?(?:路|街|大道|大街|道|巷|村)|[区县镇乡])'
const anyProvince = new RegExp(
    `^(${provinces.join('|')})` +
        `(?:省|市|维吾尔自治区|壮族自治区|回族自治区|自治区|特别行政区|${notOther})`,
)
const cityNames = [...provinceOfCity.keys(), ...Object.keys(renamedCities), '吉林']
const anyCity = new RegExp(
    `^(${cityNames.toSorted((left, right) => right.length - left.length).join('|')})` +
        `(?:[\\u4e00-\\u9fff]{1,8}?自治州|地区|市|盟|${notOther})`,
)

/** The divisions that a text begins with, and what follows them. */
export type Place = {
    readonly province: string | null
    readonly city: string | null
    /** Without 区, 县 or 市; after the mergers that are known. */
    readonly district: string | null
    readonly rest: string
}

/**
 * Reads the divisions at the beginning of a text in simplified characters without blanks. Each may
 * be missing or abbreviated, provinces and cities may go without their word; a municipality is its
 * own city. Districts need their word.
 */
export function readPlace(text: string): Place {
    let rest = text.replace(/^(?:中华人民共和国|中国)/, '')
    const province = anyProvince.exec(rest)?.[1] ?? null
    const isCityOfOwn = province !== null && municipalities.has(province)
    rest = province === null ? rest : rest.replace(anyProvince, '')
    if (isCityOfOwn) {
        rest = rest.replace(new RegExp(`^${province}市?`), '').replace(/^(?:市辖区|城区|县)/, '')
        return withDistrict({ province, city: province, rest })
    }
    const match = anyCity.exec(rest)
    if (match === null) {
        // 吉林市 is a city in the province of its name.
        const city = province === '吉林' && /^吉林市/.test(text) ? province : null
        return withDistrict({ province, city, rest })
    }
    const named = match[1] ?? ''
    const city = renamedCities[named] ?? named
    rest = rest.slice(match[0].length).replace(/^市辖区/, '')
    return withDistrict({ province: province ?? provinceOfCity.get(city) ?? null, city, rest })
}

const district =
    /^([\u4e00-\u9fff]{1,7}?)(?<![小社园校苑厂学住])(自治县|自治旗|新区|区|县|旗|市)(?!场|政)/

function withDistrict(place: Omit<Place, 'district'>): Place {
    const { city, rest } = place
    const match = district.exec(rest)
    if (match === null || isRoad(match[1] ?? '')) return { ...place, district: null }
    let length = match[0].length
    let name = match[1] ?? ''
    // 沙市区 is a district and 昆山市 a city: the word that ends the name stands last.
    if (match[2] === '市' && rest.charAt(length) === '区') {
        name = rest.slice(0, length)
        length++
    }
    return {
        ...place,
        district: renamedDistricts[`${city ?? ''}${name}`] ?? name,
        rest: rest.slice(length),
    }
}

/** What ends like a road is no district: 中山路小区. */
function isRoad(name: string): boolean {
    return /[路街巷弄道村号]/.test(name)
}

/** The place that a company's name begins with: its city, or else its province. */
export function regionOf(text: string): { readonly region: string | null; readonly rest: string } {
    const { province, city, rest } = readPlace(text)
    if (province === null && city === null) return { region: null, rest: text }
    return { region: city ?? province, rest }
}
