import { describe, expect, it } from 'vitest'
import { formsOf, levelOfTexts } from '../level-of.ts'

type Row = readonly [a: string, b: string, level: string | null]

const own = '浙江省杭州市西湖区人民路12号3栋502室'

const addresses: readonly Row[] = [
    [own, own, 'exact'],
    [own, '浙江省杭州市西湖區人民路12號3棟502室', 'exact'],
    [own, '浙江省杭州市西湖区人民路１２号３栋５０２室', 'exact'],
    [own, '浙江省杭州市西湖区人民路十二号3栋502室', 'exact'],
    [own, '杭州市西湖区人民路12号3栋502室', 'same_place'],
    [own, '杭州西湖区人民路12号3-502', 'same_place'],
    [own, '人民路12号3栋502', 'same_place'],
    [own, '杭州市人民路12号阳光小区3栋502室', 'same_place'],
    [own, '杭州市西湖区北山街道人民路12号3栋502室', 'same_place'],
    [own, '杭州市西湖区人民路12号', 'same_building'],
    [own, '杭州市西湖区人民路12号5栋301室', 'same_building'],
    [own, '杭州市西湖区人民路15号3栋502室', 'one_number_off'],
    [own, '宁波市鄞州区人民路12号3栋502室', 'different'],
    [own, '杭州市西湖区人民路88号7栋1201室', 'same_road'],
    [own, '杭州市西湖区文三路88号', 'same_district'],
    [own, '杭州市滨江区江南大道88号', 'same_city'],
    [own, '北京市朝阳区建国路88号', 'different'],
    ['上海市闸北区共和新路100弄5号601', '上海市静安区共和新路100弄5号601室', 'same_place'],
    ['湖北省襄樊市樊城区人民路9号', '湖北省襄阳市樊城区人民路9号', 'same_place'],
    ['北京市宣武区广安路7号', '北京西城区广安路7号', 'same_place'],
    ['上海市浦东新区世纪大道100号', '上海浦东区世纪大道100号', 'same_place'],
    ['江苏省昆山市人民路12号', '苏州市昆山市人民路12号', 'same_place'],
    ['上海南京西路1266号', '上海市静安区南京西路一千二百六十六号', 'same_place'],
    ['广东省广州市天河区天河街道体育东路116号', '广州天河区体育东路116号', 'same_place'],
    ['阳光花园3栋502', '杭州市西湖区阳光花园3幢502室', 'same_place'],
    [own, '同上', null],
    [own, '无', null],
    [own, '**市**区', null],
]

const companies: readonly Row[] = [
    ['杭州海辰电子有限公司', ' 杭州 海辰电子 有限公司 ', 'exact'],
    ['杭州海辰电子有限公司', '杭州海辰電子有限公司', 'exact'],
    ['海辰电子(杭州)有限公司', '海辰电子（杭州）有限公司', 'exact'],
    ['杭州海辰电子有限公司', '杭州市海辰电子有限责任公司', 'same_name'],
    ['杭州海辰电子有限公司', '海辰电子（杭州）有限公司', 'same_name'],
    ['杭州海辰电子有限公司', '浙江省杭州市海辰电子有限公司', 'same_name'],
    ['ＡＢＣ贸易有限公司', 'abc贸易有限公司', 'exact'],
    ['杭州海辰电子有限公司', '海辰电子有限公司', 'place_missing'],
    ['杭州云启软件有限公司（原杭州海辰电子有限公司）', '杭州海辰电子有限公司', 'former_name'],
    ['杭州云启软件有限公司\u001f海辰电子有限公司', '杭州海辰电子有限公司', 'former_name'],
    ['杭州云启软件有限公司\u001f海辰电子有限公司', '苏州海辰电子有限公司', 'different'],
    ['海辰电子股份有限公司', '海辰电子有限公司', 'other_form'],
    ['广东粤盛建材集团有限公司', '广东粤盛建材有限公司', 'other_form'],
    ['广东粤盛建材（集团）有限公司', '广东粤盛建材集团有限公司', 'same_name'],
    ['杭州海辰电子有限公司', '杭州海宸电子有限公司', 'same_pinyin'],
    ['杭州海辰电子有限公司', '杭州海星电子有限公司', 'one_character_off'],
    ['杭州海辰电子有限公司', '杭州海辰电子有限公司宁波分公司', 'head_and_branch'],
    ['杭州海辰电子有限公司宁波分公司', '杭州海辰电子有限公司温州分公司', 'other_branch'],
    ['杭州海辰电子有限公司', '海辰电子宁波分公司', 'head_and_branch'],
    ['杭州海辰电子有限公司', '苏州海辰电子有限公司', 'other_place'],
    ['上海云启软件有限公司', '上海云启软件科技有限公司', 'same_brand'],
    ['青岛海蓝食品厂', '青岛海蓝食品有限公司', 'other_form'],
    ['南京博雅口腔门诊部有限公司', '南京博雅口腔医院有限公司', 'different'],
    ['Acme Trading Co., Ltd.', 'ACME TRADING CO LTD', 'exact'],
    ['Acme Trading Limited', 'Acmee Trading Ltd', 'one_character_off'],
    ['Acme Trading House Limited', 'Acme Tradding Houses Ltd', 'similar'],
    ['杭州海辰电子有限公司', '北京中科远望科技有限公司', 'different'],
    ['杭州海辰电子有限公司', '无', null],
    ['杭州海辰电子有限公司', '', null],
]

describe('addresses', () => {
    it.each(addresses)('%s and %s: %s', (a, b, level) => {
        expect(levelOfTexts('address', { a, b })).toBe(level)
        expect(levelOfTexts('address', { a: b, b: a })).toBe(level)
    })

    it('are read into divisions, road and numbers', () => {
        expect(formsOf('address', own)).toMatchObject({
            province: '浙江',
            city: '杭州',
            district: '西湖',
            road: '人民路',
            house: '12',
            numbers: '12-3-502',
        })
    })

    it.each([
        ['北京朝阳区建国路88号', '北京', '朝阳'],
        ['朝阳市双塔区新华路3号', '朝阳', '双塔'],
        ['湖北省荆州市沙市区北京路9号', '荆州', '沙市'],
        ['济南市市中区经四路3号', '济南', '市中'],
        ['吉林省吉林市昌邑区解放路1号', '吉林', '昌邑'],
        ['延边朝鲜族自治州延吉市光明街23号', '延边', '延吉'],
        ['重庆市万州县人民路1号', '重庆', '万州'],
        ['中山路小区5号楼', null, null],
        ['北京路12号', null, null],
        ['上海市闸北区共和新路100弄5号', '上海', '静安'],
        ['北京市宣武区广安路7号', '北京', '西城'],
    ])('%s lies in %s, %s', (text, city, district) => {
        expect(formsOf('address', text)).toMatchObject({ city, district })
    })
})

describe('the names of companies', () => {
    it.each(companies)('%s and %s: %s', (a, b, level) => {
        expect(levelOfTexts('company_name', { a, b })).toBe(level)
        expect(levelOfTexts('company_name', { a: b, b: a })).toBe(level)
    })

    it('of employers are unknown where a word stands for having none', () => {
        expect(formsOf('employer', '自由职业')).toBeNull()
        expect(formsOf('employer', '退休')).toBeNull()
        expect(formsOf('employer', '杭州海辰电子有限公司')).toMatchObject({ core: '海辰电子' })
    })
})
