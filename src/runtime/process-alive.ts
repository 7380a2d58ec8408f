/** Whether a process of this machine runs under this id, whoever owns it. */
export function isAlive(pid: number): boolean {
    if (!Number.isSafeInteger(pid) || pid <= 0) return false
    try {
        process.kill(pid, 0)
        return true
    } catch (cause) {
        return cause instanceof Error && 'code' in cause && cause.code === 'EPERM'
    }
}
