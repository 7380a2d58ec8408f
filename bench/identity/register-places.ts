import type { Lots } from './register-lots.ts'

/** Province, city, district, and what the district was called before, or was a part of. */
const divisions: readonly (readonly [string, string, string, string?])[] = [
    ['', '上海市', '静安区', '闸北区'],
    ['', '上海市', '黄浦区', '卢湾区'],
    ['', '上海市', '浦东新区', '南汇区'],
    ['', '上海市', '徐汇区'],
    ['', '北京市', '西城区', '宣武区'],
    ['', '北京市', '密云区', '密云县'],
    ['', '北京市', '海淀区'],
    ['', '天津市', '滨海新区', '塘沽区'],
    ['', '重庆市', '渝中区'],
    ['', '重庆市', '大足区', '大足县'],
    ['浙江省', '杭州市', '拱墅区', '下城区'],
    ['浙江省', '杭州市', '临平区', '余杭区'],
    ['浙江省', '杭州市', '西湖区'],
    ['浙江省', '宁波市', '鄞州区', '江东区'],
    ['江苏省', '南京市', '鼓楼区', '下关区'],
    ['江苏省', '苏州市', '姑苏区', '沧浪区'],
    ['江苏省', '南通市', '海门区', '海门市'],
    ['江苏省', '无锡市', '梁溪区', '崇安区'],
    ['广东省', '广州市', '越秀区', '东山区'],
    ['广东省', '广州市', '从化区', '从化市'],
    ['广东省', '深圳市', '龙华区', '宝安区'],
    ['广东省', '佛山市', '顺德区'],
    ['四川省', '成都市', '郫都区', '郫县'],
    ['四川省', '成都市', '锦江区'],
    ['湖北省', '武汉市', '江汉区'],
    ['湖北省', '襄阳市', '襄州区', '襄阳区'],
    ['陕西省', '西安市', '鄠邑区', '户县'],
    ['陕西省', '西安市', '碑林区'],
    ['山东省', '济南市', '章丘区', '章丘市'],
    ['山东省', '青岛市', '黄岛区', '胶南市'],
    ['湖南省', '长沙市', '望城区', '望城县'],
    ['湖南省', '长沙市', '岳麓区'],
    ['福建省', '厦门市', '思明区'],
    ['辽宁省', '沈阳市', '浑南区', '东陵区'],
    ['河南省', '郑州市', '金水区'],
    ['安徽省', '合肥市', '包河区'],
    ['河北省', '石家庄市', '藁城区', '藁城市'],
    ['江西省', '南昌市', '新建区', '新建县'],
    ['云南省', '昆明市', '呈贡区', '呈贡县'],
    ['广西壮族自治区', '南宁市', '武鸣区', '武鸣县'],
]

/** Where somebody lives or a firm sits. */
export type Home = {
    readonly province: string
    readonly city: string
    readonly district: string
    /** The district as it was called before; null for one that was never re-zoned. */
    readonly before: string | null
    readonly road: string
    readonly house: number
    /** Building, unit and room; null for a house of one's own. */
    readonly flat: readonly [number, number, number] | null
}

const roadLetters =
    '人民中山建设解放和平新华文长江黄河朝阳胜利团结友谊青年光明东风滨学科金银春秋安康泰吉祥宝石兴'
const roadWords = ['路', '路', '路', '街', '大道', '巷']

/** A home by lot; `salt` draws another one. */
export function drawHome(lots: Lots, salt: string): Home {
    const [province, city, district, before] = lots.pick(`${salt}:division`, divisions)
    const first = roadLetters[lots.of(`${salt}:road_first`, roadLetters.length)]
    const second = roadLetters[lots.of(`${salt}:road_second`, roadLetters.length)]
    const floor = 1 + lots.of(`${salt}:floor`, 18)
    const hasFlat = lots.isWithin(`${salt}:has_flat`, 850)
    return {
        ...{ province, city, district, before: before ?? null },
        road: `${first}${second}${lots.pick(`${salt}:road_word`, roadWords)}`,
        house: 1 + lots.of(`${salt}:house`, 480),
        flat: hasFlat
            ? [
                  1 + lots.of(`${salt}:building`, 24),
                  1 + lots.of(`${salt}:unit`, 4),
                  floor * 100 + 1 + lots.of(`${salt}:room`, 4),
              ]
            : null,
    }
}

/** How an address is written. */
export type AddressStyle = {
    readonly isBefore: boolean
    readonly hasProvince: boolean
    readonly hasCity: boolean
    readonly hasDistrict: boolean
    /** 12-3-501 instead of 12栋3单元501室. */
    readonly isShort: boolean
}

/** Writes an address; `style` says what a clerk leaves out. */
export function addressText(home: Home, style: AddressStyle): string {
    const { province, city, district, before, road, house, flat } = home
    const named = style.isBefore && before !== null ? before : district
    const divisionsText = [
        style.hasProvince ? province : '',
        style.hasCity ? city : '',
        style.hasDistrict ? named : '',
    ].join('')
    const [building, unit, room] = flat ?? []
    const flatText =
        flat === null
            ? ''
            : style.isShort
              ? `${building}-${unit}-${room}`
              : `${building}栋${unit}单元${room}室`
    return `${divisionsText}${road}${house}号${flatText}`
}

/** The number of the place where a card was issued; nobody lives in province 19. */
export function divisionCode(lots: Lots): string {
    return `19${String(lots.of('division_code', 3000)).padStart(4, '0')}`
}
