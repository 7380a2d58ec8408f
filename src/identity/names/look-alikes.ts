/**
 * Characters that are taken for one another on paper and by machines that read it: groups whose
 * members differ in a stroke or a part (after the confusable shapes that 《通用规范汉字表》 and
 * school books set side by side, and the errors of Chinese OCR). Simplified characters.
 */
const groups = [
    '未末 己已巳 土士 天夭 日曰 人入 千干 大太犬 木本 田由甲申 刀力 毛手',
    '戊戌戍 侯候 佳隹 冶治 洪拱 洋样祥 晴睛 清情 玲铃 珍诊 停婷 芳芬 栋拣',
    '伟纬 炜玮 钢刚纲 峰锋烽 浩皓 晨辰 杨扬场 徐除 许诉 沈沉 谭潭 缪谬',
    '贾贵 倪睨 汤烫 滕腾 孟盂 萧潇 姚桃 邵绍 湛堪 祁祈 明朋 臧藏 载戴',
    '芽茅 庞宠 项顶 祝视 梁粱 陈阵 阮院 蓝篮 楼娄 梅侮 刁叨 骆络 蔡菜',
    '柯何 营莹 瑛英 管菅 卞下 今令 冉再 勇男 博搏傅 圆园 垠恨 倍培 彬杉',
    '怡恰 恒桓 昱显 骁晓 柳抑 掀欣 译泽 洁诘 渊渕 珊姗 淇琪 端瑞 桢祯',
    '竞竟 莉利 蓉容 薇微 辉挥 颍颖 俊峻骏 嬴赢 汨汩 母毋 折拆 壶壸 盲肓',
    '祇祗 茉苿 崇祟 券卷 遂逐 坦垣 坚竖 孙逊 凌陵 湖胡 李季 王玉 丘兵',
    '全金 高亮',
].flatMap((line) => line.split(' '))

const leaders = new Map<string, string>()
for (const [leader = '', ...rest] of groups) {
    for (const character of rest) leaders.set(character, leader)
}

/** A text with each character replaced by the first of its group, so that shapes compare. */
export function shapeOf(simplified: string): string {
    let shape = ''
    for (const character of simplified) shape += leaders.get(character) ?? character
    return shape
}
