/**
 * What users start and unpack: the launcher, the script at the root, the packaged distribution. The
 * scripts run for real, with stand-ins only for Java and Maven.
 */
package dev.dango.cli.dist;
