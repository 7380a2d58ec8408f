import type { Say } from '#domain/say.ts'

/** A time in words, at most two units of it: `4.2 s`, `12 s`, `3 min 20 s`, `2 h 5 min`. */
export function durationText(milliseconds: number, say: Say): string {
    const seconds = Math.max(0, milliseconds / 1000)
    if (seconds < 9.95) return say('cli.progress.seconds', { seconds: seconds.toFixed(1) })
    const whole = Math.round(seconds)
    if (whole < 60) return say('cli.progress.seconds', { seconds: String(whole) })
    if (whole < 3600) {
        const params = { minutes: Math.trunc(whole / 60), seconds: whole % 60 }
        return say('cli.progress.minutes', params)
    }
    const params = { hours: Math.trunc(whole / 3600), minutes: Math.trunc((whole % 3600) / 60) }
    return say('cli.progress.hours', params)
}
