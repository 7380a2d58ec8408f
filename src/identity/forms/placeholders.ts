/** Words that stand where nothing is known, in capitals and simplified characters. */
export const placeholderWords: ReadonlySet<string> = new Set(
    [
        '无 没有 暂无 未知 不详 不明 未填 未填写 未提供 未登记 未采集 待补 待补充 待定 空 空值 缺 略',
        '同上 同前 同左 见上 详见 其他 其它 测试 测试客户 测试用户 匿名 无名 无名氏 客户 某某 某某某',
        '先生 女士 小姐 本人 保密 不便透露 拒绝 默认 虚拟 不适用 无效 停用 已注销',
        'NULL NONE NIL NA N/A NAN UNKNOWN UNDEFINED TEST TESTING TBD TBA DEFAULT DUMMY EMPTY',
        'ANONYMOUS XX XXX 0',
    ].flatMap((line) => line.split(' ')),
)

/** Whether a folded text in simplified characters is a word for nothing: 无, 同上, N/A, --- */
export function isPlaceholderWord(folded: string): boolean {
    return (
        placeholderWords.has(folded) ||
        /^[\p{P}\p{S}\s]*$/u.test(folded) ||
        /^(?:测试|TEST)(?:客户|用户|账户)?\d*$/.test(folded)
    )
}

/** Whether digits were typed to fill a field: one digit throughout, or counting up or down. */
export function isFillerNumber(digits: string): boolean {
    if (digits.length < 4) return false
    if (/^(.)\1*$/.test(digits)) return true
    const upwards = '01234567890123456789'
    const downwards = '98765432109876543210'
    return upwards.includes(digits) || downwards.includes(digits)
}
