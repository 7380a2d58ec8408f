/**
 * Surnames of one character that are read otherwise than the character alone, without tones
 * (《现代汉语词典》, entries marked 姓; the same table is checked against pypinyin in the tests).
 */
const single: Readonly<Record<string, string>> = {
    ...{ 单: 'shan', 仇: 'qiu', 区: 'ou', 解: 'xie', 查: 'zha', 曾: 'zeng', 朴: 'piao' },
    ...{ 华: 'hua', 任: 'ren', 缪: 'miao', 翟: 'zhai', 员: 'yun', 燕: 'yan', 葛: 'ge' },
    ...{ 黑: 'he', 秘: 'bi', 种: 'chong', 折: 'she', 卜: 'bu', 哈: 'ha', 祭: 'zhai' },
    ...{ 洗: 'xian', 冼: 'xian', 句: 'gou', 佴: 'nai', 那: 'na', 阚: 'kan', 应: 'ying' },
    ...{ 过: 'guo', 繁: 'po', 召: 'shao', 訾: 'zi', 盖: 'ge', 宿: 'su', 晟: 'cheng' },
    ...{ 柏: 'bai', 逄: 'pang', 尹: 'yin', 薄: 'bo', 都: 'du', 干: 'gan', 相: 'xiang' },
    ...{ 能: 'nai', 乜: 'nie', 沈: 'shen', 盛: 'sheng', 洪: 'hong', 牟: 'mu', 覃: 'qin' },
    ...{ 乐: 'yue', 纪: 'ji', 隗: 'wei', 郇: 'xun', 宁: 'ning', 莘: 'shen', 尉: 'wei' },
    ...{ 逯: 'lu', 郗: 'xi', 撒: 'sa', 幺: 'yao', 贲: 'ben', 钭: 'tou', 令: 'ling' },
    ...{ 冯: 'feng', 贾: 'jia', 谌: 'chen', 车: 'che', 石: 'shi', 重: 'chong', 曲: 'qu' },
    ...{ 阿: 'a', 呙: 'guo', 俞: 'yu', 臧: 'zang', 郝: 'hao', 殷: 'yin', 强: 'qiang' },
    ...{ 适: 'kuo', 瞿: 'qu', 郄: 'qie', 郦: 'li', 靓: 'jing', 术: 'shu', 占: 'zhan' },
}

/** Surnames of two characters (《百家姓》 and those in use today), with their readings. */
const double: Readonly<Record<string, readonly [string, string]>> = {
    ...{ 尉迟: ['yu', 'chi'], 万俟: ['mo', 'qi'], 长孙: ['zhang', 'sun'] },
    ...{ 澹台: ['tan', 'tai'], 单于: ['chan', 'yu'], 令狐: ['ling', 'hu'] },
    ...{ 夏侯: ['xia', 'hou'], 诸葛: ['zhu', 'ge'], 欧阳: ['ou', 'yang'] },
    ...{ 上官: ['shang', 'guan'], 司马: ['si', 'ma'], 皇甫: ['huang', 'fu'] },
    ...{ 宇文: ['yu', 'wen'], 慕容: ['mu', 'rong'], 司徒: ['si', 'tu'] },
    ...{ 东方: ['dong', 'fang'], 公孙: ['gong', 'sun'], 轩辕: ['xuan', 'yuan'] },
    ...{ 钟离: ['zhong', 'li'], 闾丘: ['lv', 'qiu'], 司空: ['si', 'kong'] },
    ...{ 端木: ['duan', 'mu'], 百里: ['bai', 'li'], 呼延: ['hu', 'yan'] },
    ...{ 申屠: ['shen', 'tu'], 太史: ['tai', 'shi'], 公冶: ['gong', 'ye'] },
    ...{ 濮阳: ['pu', 'yang'], 淳于: ['chun', 'yu'], 赫连: ['he', 'lian'] },
    ...{ 闻人: ['wen', 'ren'], 南宫: ['nan', 'gong'], 独孤: ['du', 'gu'] },
    ...{ 西门: ['xi', 'men'], 拓跋: ['tuo', 'ba'], 纳兰: ['na', 'lan'] },
    ...{ 耶律: ['ye', 'lv'], 完颜: ['wan', 'yan'], 羊舌: ['yang', 'she'] },
    ...{ 梁丘: ['liang', 'qiu'], 左丘: ['zuo', 'qiu'], 东郭: ['dong', 'guo'] },
    ...{ 第五: ['di', 'wu'], 宗政: ['zong', 'zheng'] },
}

/** A surname of two characters and its reading, where a name has one and more behind it. */
export function doubleSurnameOf(characters: readonly string[]): readonly [string, string] | null {
    if (characters.length < 3) return null
    return double[`${characters[0]}${characters[1]}`] ?? null
}

/** How a character is read as a surname; null where that is no other than alone. */
export function surnameReadingOf(character: string): string | null {
    return Object.hasOwn(single, character) ? (single[character] ?? null) : null
}
