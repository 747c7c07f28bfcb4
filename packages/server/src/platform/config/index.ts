export * from './config.ts'
export * from './secret.ts'
export * from './telemetry.ts'
