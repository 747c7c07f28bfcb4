// Builds the WebAssembly kernel of picture recognition from packages/recognition/kernel and writes it
// as a module of text, so that the engine reads no file. A test builds it again and compares.
//   npm run kernel:build
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import asc from 'assemblyscript/asc'

const root = dirname(import.meta.dirname)
const target = join(root, 'packages/recognition/src/image/kernel/binary.ts')

/** The kernel in base64. */
export async function buildKernel(): Promise<string> {
  let built = Buffer.alloc(0)
  let told = ''
  const { error } = await asc.main(
    [
      'packages/recognition/kernel/index.ts',
      ...['--baseDir', root, '--outFile', 'kernel.wasm', '-O3', '--noAssert', '--converge'],
      ...['--enable', 'simd', '--runtime', 'stub', '--use', 'abort='],
    ],
    {
      writeFile: (_name, contents) => {
        built = Buffer.from(contents)
      },
      stderr: {
        write: (text) => {
          told += String(text)
        },
      },
    },
  )
  if (error) throw new Error(`${error.message}\n${told}`)
  return built.toString('base64')
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
