import { placeholderWords } from '../forms/placeholders.ts'

/** The same words where they are written otherwise in traditional characters. */
const traditional = [
    '無 沒有 暫無 不詳 未填寫 未登記 未採集 待補 待補充 空值 同樣 見上 詳見 測試 測試客戶 測試用戶',
    '匿名 無名 無名氏 客戶 保密 不便透露 拒絕 預設 虛擬 不適用 無效 已註銷',
].flatMap((line) => line.split(' '))

/** Words that stand where nothing is known, in capitals: `|无|没有|…|`. */
export const fillerWords = `|${[...placeholderWords, ...traditional].join('|')}|`

/** Signs that nothing which says something begins with. */
export const emptySigns = ' -—–_.·,:;!?/\\*=、。　'

/** Numbers of phones that people type to get past a field that must be filled. */
export const fillerPhones: readonly string[] = [
    '13000000000',
    '13500000000',
    '13800000000',
    '13800138000',
    '13888888888',
    '13900000000',
]
