// Builds the WebAssembly kernel of picture recognition from packages/recognition/kernel and writes it
// as a text module, so that the engine reads no file. A test rebuilds it and compares.
//   npm run kernel:build
import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const compiler = fileURLToPath(new URL('../bin/asc.js', import.meta.resolve('assemblyscript/asc')))
const root = dirname(import.meta.dirname)
const target = join(root, 'packages/recognition/src/image/kernel/binary.ts')

/** The kernel in base64. */
export async function buildKernel(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'touchstone-kernel-'))
  const built = join(folder, 'kernel.wasm')
  try {
    // In a separate process: its types would change those of arrays everywhere.
    await run(process.execPath, [
      compiler,
      'packages/recognition/kernel/index.ts',
      '--baseDir',
      root,
      '--outFile',
      built,
      '-O3',
      '--noAssert',
      '--converge',
      '--enable',
      'simd',
      '--runtime',
      'stub',
      '--use',
      'abort=',
    ])
    return await readFile(built, 'base64')
  } finally {
    await rm(folder, { recursive: true })
  }
}

if (import.meta.main) {
  const text = await buildKernel()
  const lines = text.match(/.{1,90}/g) ?? []
  writeFileSync(
    target,
    `/** Built from packages/recognition/kernel by \`npm run kernel:build\`; a test builds it again. */
export const kernelBinary = [
${lines.map((line) => `  '${line}',\n`).join('')}].join('')
`,
  )
  console.error(`Wrote ${target}: ${Buffer.from(text, 'base64').length} bytes of WebAssembly.`)
}
