// Parts of packages that neither the program nor the build of its pages reads: `npm start` deletes them, and an archive
// leaves them out. Runs under the Node that installs, so without syntax newer than Node 14.
import { readdirSync, rmdirSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'

const unneeded = [
  /^(@[^/]+\/)?[^/]+\/(\.github|\.yarn|benchmarks?|docs|examples|tests?)\//,
  // Extensions of PostgreSQL that the store does without.
  /^@electric-sql\/pglite\/dist\/(.*\.cjs|[^/]*\.tar\.gz)$/,
  // Reports set their text in the regular weight.
  /^@fontsource\/[^/]+\/files\/(?!.*-400-normal\.woff$)[^/]/,
  /^@fontsource\/[^/]+\/(scss\/|[^/]*\.css$)/,
  /^@fontsource-variable\/inter\/files\/(?!.*-wght-normal\.woff2$)[^/]/,
  /^@fontsource-variable\/noto-sans-sc\/(scss\/|[^/]*\.css$)/,
  // Lines are turned by the engine itself.
  /^@gutenye\/ocr-models\/assets\/[^/]*_cls_/,
  /^@mantine\/[^/]+\/(cjs|lib)\//,
  // It draws in Node what the reader of PDF draws in browsers, where the pages use it.
  /^@napi-rs\/canvas/,
  /^@tanstack\/[^/]+\/(src|dist\/cjs)\//,
  // Of fonts it is only asked to unpack.
  /^brotli\/build\//,
  /^csv-parse\/dist\/(cjs|iife|umd)\//,
  /^echarts\/(dist|types)\//,
  /^fontkit\/dist\/browser/,
  /^graphology\/specs\//,
  // Vite reads its settings by Node itself.
  /^jiti\//,
  /^jschardet\/dist\//,
  /^libphonenumber-js\/(bundle|mobile|source)\//,
  /^luxon\/(src|build\/(amd|es6|global))/,
  // The Node that the npm package brings needs no headers.
  /^node-[a-z]+-[^/]+\/(include|share)\//,
  /^opencc-js\/dist\/(esm|umd)\//,
  // Of its builds the pages use one, and of its decoders those without WebAssembly.
  /^pdfjs-dist\/(build|iccs|image_decoders|types|web)\//,
  /^pdfjs-dist\/legacy\/(image_decoders\/|web\/|build\/(?!pdf\.mjs$|pdf\.worker\.min\.mjs$)[^/])/,
  /^pdfjs-dist\/wasm\/(?!.*_nowasm_fallback\.js$|LICENSE)[^/]/,
  /^pdfkit\/js\/pdfkit\.(browser|standalone)/,
  /^playwright-core\/(types|lib\/vite)\//,
  /^react-dom\/cjs\/react-dom-(profiling|server)/,
  /^sigma\/dist\/.*\.(cjs|min)\./,
  /^stdnum\/lib\/esm\//,
  /^tldts\/dist\/(es6\/|index\.(esm|umd))/,
  /^yaml\/browser\//,
  /^zrender\/dist\//,
  /^zxing-wasm\/dist\/(full|writer)\//,
  /^(fontkit|sharp|stdnum|zod)\/src\//,
]
const unneededKinds = /\.(d\.[cm]?ts|[cm]?ts|map|markdown|md|flow)$/i
const licenceFile = /(^|\/)(licen[cs]e|copying|notice)[^/]*$/i
/** The build of sharp for systems without one of their own. */
const pictureFallback = /^@img\/sharp-wasm32\//
const ownPictureBuilds = ['darwin', 'linux', 'win32']
const networkRuntime = /^onnxruntime-node\/bin\/napi-v\d+\/([^/]+)(?:\/([^/]+))?/

/** Whether a file or folder of node_modules, named from there with slashes, is needed on a system. */
export function isNeeded(place, { platform, arch }) {
  const name = place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length)
  if (unneeded.some((path) => path.test(name))) return false
  if (pictureFallback.test(name) && ownPictureBuilds.includes(platform)) return false
  // It brings the libraries of every system.
  const [, ownPlatform, ownArch] = networkRuntime.exec(name) || []
  if (ownPlatform !== undefined && ownPlatform !== platform) return false
  if (ownArch !== undefined && ownArch !== arch) return false
  return licenceFile.test(place) || !unneededKinds.test(place)
}

/** Deletes what this system doesn't need from the packages below a folder; `place` names it from the repository. */
export function removeUnneeded(folder, place = 'node_modules') {
  let isEmpty = true
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = join(folder, entry.name)
    const below = `${place}/${entry.name}`
    if (entry.isDirectory()) {
      if (!removeUnneeded(file, below)) isEmpty = false
    } else if (entry.isFile() && !isNeeded(below, process)) unlinkSync(file)
    else isEmpty = false
  }
  if (isEmpty) rmdirSync(folder)
  return isEmpty
}
