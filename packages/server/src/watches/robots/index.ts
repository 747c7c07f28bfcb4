export { maxRobotsBytes, readRobots, type RobotsRules } from './robots-file.ts'
