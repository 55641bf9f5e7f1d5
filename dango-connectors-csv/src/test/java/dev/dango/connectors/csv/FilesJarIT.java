package dev.dango.connectors.csv;

import dev.dango.testkit.PackagedJarContract;

class FilesJarIT extends PackagedJarContract {}
