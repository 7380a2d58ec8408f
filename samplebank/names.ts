/** Surnames by how often each stands among about 200 people, after the census of 2020. */
const surnamesByWeight: readonly (readonly [weight: number, names: string])[] = [
    [15, '王李'],
    [14, '张'],
    [11, '刘'],
    [10, '陈'],
    [7, '杨'],
    [5, '黄赵吴周'],
    [4, '徐孙马'],
    [3, '朱胡郭何高林罗'],
    [2, '郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈'],
    [1, '姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟'],
]

/** Each surname as often as its weight says. */
export const surnames = surnamesByWeight.map(([weight, names]) => names.repeat(weight)).join('')

/** Letters of women's given names. */
export const givenFemale =
    '芳娜敏静秀娟英慧巧美丽红梅兰玉珍凤洁琳素云莲真环雪荣爱妹' +
    '霞香月莺媛艳瑞佳嘉琼桂娣叶璧璐娅琦晶妍茜秋珊莎锦黛青倩婷'

/** Letters of men's given names. */
export const givenMale =
    '伟刚勇毅俊峰强军平保东文辉力明永健世广志义兴良海山仁波宁' +
    '贵福生龙元全国胜学祥才发武新利清飞彬富顺信子杰涛昌成康星'

/** Letters of the made-up names of companies. */
export const firmLetters = '华泰恒信瑞丰盛达嘉鑫隆裕宏景安远博源润康通顺诚德凯旭朗越锦腾'

/** What companies do: the word in the name and the industry. */
export const trades: readonly { readonly word: string; readonly industry: string }[] = [
    { word: '贸易', industry: '批发和零售业' },
    { word: '商贸', industry: '批发和零售业' },
    { word: '食品', industry: '制造业' },
    { word: '机械', industry: '制造业' },
    { word: '电子', industry: '制造业' },
    { word: '纺织', industry: '制造业' },
    { word: '建筑工程', industry: '建筑业' },
    { word: '物流', industry: '交通运输、仓储和邮政业' },
    { word: '餐饮管理', industry: '住宿和餐饮业' },
    { word: '信息科技', industry: '信息传输、软件和信息技术服务业' },
    { word: '物业服务', industry: '房地产业' },
    { word: '文化传媒', industry: '文化、体育和娱乐业' },
    { word: '环保科技', industry: '水利、环境和公共设施管理业' },
    { word: '农业开发', industry: '农、林、牧、渔业' },
    { word: '教育咨询', industry: '教育' },
    { word: '医疗器械', industry: '卫生和社会工作' },
]

/** Cities with their region and the quarters in which the bank has a branch: 40 branches. */
const cities: readonly (readonly [city: string, region: string, quarters: string])[] = [
    ['上海', '上海市', '静安 浦东 徐汇 虹口 闵行 宝山'],
    ['北京', '北京市', '朝阳 海淀 西城 丰台'],
    ['广州', '广东省', '天河 越秀 番禺'],
    ['深圳', '广东省', '福田 南山 罗湖'],
    ['杭州', '浙江省', '西湖 滨江 萧山'],
    ['宁波', '浙江省', '鄞州 江北'],
    ['南京', '江苏省', '鼓楼 玄武 江宁'],
    ['苏州', '江苏省', '姑苏 吴中'],
    ['成都', '四川省', '锦江 武侯 高新'],
    ['武汉', '湖北省', '江汉 武昌'],
    ['西安', '陕西省', '雁塔 碑林'],
    ['重庆', '重庆市', '渝中 江北'],
    ['长沙', '湖南省', '岳麓 雨花'],
    ['青岛', '山东省', '市南'],
    ['厦门', '福建省', '思明'],
    ['沈阳', '辽宁省', '和平'],
]

/** Where a customer is kept. */
export type Branch = {
    readonly city: string
    readonly region: string
    readonly quarter: string
    readonly name: string
}

/** All branches; a customer's is one of them by number. */
export const branches: readonly Branch[] = cities.flatMap(([city, region, quarters]) =>
    quarters
        .split(' ')
        .map((quarter) => ({ city, region, quarter, name: `${city}${quarter}支行` })),
)

/** Roads that may lie anywhere. */
export const roads = [
    '人民路',
    '中山路',
    '建设路',
    '解放路',
    '和平路',
    '新华路',
    '文化路',
    '长江路',
    '黄河路',
    '朝阳街',
    '胜利街',
    '团结路',
    '友谊路',
    '青年路',
    '光明路',
    '东风路',
    '滨河路',
    '花园街',
    '学府路',
    '科技路',
]

/** What people do, as their managers write it down. */
export const occupations = [
    '教师',
    '医生',
    '公务员',
    '工程师',
    '个体经营',
    '企业管理',
    '会计',
    '销售',
    '退休',
    '自由职业',
    '律师',
    '护士',
    '司机',
    '设计师',
]
