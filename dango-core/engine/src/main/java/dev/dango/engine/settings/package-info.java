/**
 * From a connector's settings record to bound, validated settings, to the questions of the wizard
 * and to its page of documentation. Secrets are resolved here and known to the redactor from then
 * on.
 */
package dev.dango.engine.settings;
