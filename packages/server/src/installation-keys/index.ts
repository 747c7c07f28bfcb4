export { acceptKeys } from './accept-keys.ts'
export { keyProblem, keyStates, type KeyState } from './local-keys.ts'
export { openKeys } from './open-keys.ts'
export { recordedKeys } from './repository.ts'
