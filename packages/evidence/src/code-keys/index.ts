export {
  certifyCodeKey,
  signCodeKeyList,
  verifyCodeKeyList,
  withdrawCodeKey,
  type CodeKeyList,
  type CodeKeyListVerdict,
  type PublishedCodeKey,
  type SignedCodeKeyList,
} from './code-keys.ts'
