export { defineJob, type Job, type JobOptions } from './job.ts'
export { startJobs, type Jobs, type JobsOptions } from './jobs.ts'
