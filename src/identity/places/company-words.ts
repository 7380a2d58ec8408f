/** What a company is by law, as the end of its name says it; the longest first. */
export const legalForms: readonly (readonly [ending: string, form: string])[] = [
    ['股份有限公司', 'joint_stock'],
    ['有限责任公司', 'limited'],
    ['股份公司', 'joint_stock'],
    ['有限公司', 'limited'],
    ['普通合伙企业', 'partnership'],
    ['合伙企业', 'partnership'],
    ['个人独资企业', 'sole'],
    ['独资企业', 'sole'],
    ['专业合作社', 'cooperative'],
    ['合作联社', 'cooperative'],
    ['合作社', 'cooperative'],
    ['总公司', 'company'],
    ['公司', 'company'],
    ['总厂', 'factory'],
    ['厂', 'factory'],
    ['CO.,LTD.', 'limited'],
    ['CO.,LTD', 'limited'],
    ['COMPANYLIMITED', 'limited'],
    ['LIMITED', 'limited'],
    ['LTD.', 'limited'],
    ['LTD', 'limited'],
    ['INC.', 'joint_stock'],
    ['INC', 'joint_stock'],
    ['CORPORATION', 'joint_stock'],
    ['CORP.', 'joint_stock'],
    ['LLC', 'limited'],
]

/** Words for small firms that say their form and belong to their name. */
export const keptForms: readonly (readonly [ending: string, form: string])[] = [
    ...(['经营部', '门市部', '商行', '工作室', '服务部'] as const).map(
        (one) => [one, 'sole'] as const,
    ),
    ...(['店', '商店', '超市', '馆'] as const).map((one) => [one, 'shop'] as const),
    ['事务所', 'office'],
]

/** Endings of the parts of a firm that are no firms of their own. */
export const branchEndings: readonly string[] = [
    ...['分公司', '分行', '支行', '分店', '分厂', '分部', '分社', '办事处', '营业部'],
    ...['营业所', '代表处', '项目部', '分理处', '分中心', '经理部'],
]

/** Words for what a firm does, which end its core name and do not tell it from others. */
export const tradeWords: readonly string[] = (
    '投资管理 投资 资产管理 企业管理 管理 咨询 服务 贸易 商贸 进出口 国际 实业 工贸 科技 技术 ' +
    '信息 网络 软件 电子 电器 电气 机电 机械 设备 制造 制品 工业 工程 建筑 建设 建材 装饰 装潢 ' +
    '设计 安装 房地产 置业 物业 开发 发展 物流 运输 货运 供应链 仓储 食品 餐饮 酒店 酒业 茶业 ' +
    '农业 牧业 林业 渔业 纺织 服装 服饰 鞋业 家具 家居 纸业 包装 印刷 塑料 橡胶 化工 材料 ' +
    '新材料 金属 钢铁 五金 矿业 能源 新能源 电力 环保 水务 医药 药业 医疗 器械 医疗器械 生物 ' +
    '健康 教育 培训 文化 传媒 传播 广告 影视 体育 娱乐 旅游 旅行社 汽车 汽配 汽修 珠宝 百货 ' +
    '超市 零售 批发 商业 商务 电子商务 租赁 保理 担保 典当 拍卖 控股 创业 产业 经营部 商行 商店'
)
    .split(' ')
    .toSorted((left, right) => right.length - left.length)
