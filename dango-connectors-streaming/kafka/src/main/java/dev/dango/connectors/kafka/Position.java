package dev.dango.connectors.kafka;

/**
 * Up to where a partition has been read, as it is kept in the cursor.
 *
 * @param offset of the next message
 * @param topicId tells a topic from an earlier one of the same name; all zeros if the cluster is
 *     older than 2.8 and gives none; empty if the original Dango read it, which did not look
 */
record Position(long offset, String topicId) {

    /** Whether it may be one of the topic that has this id now. */
    boolean isOf(String currentTopicId) {
        return topicId.isEmpty() || topicId.equals(currentTopicId);
    }

    static Position parse(String text) {
        int separator = text.indexOf('@');
        return new Position(
                Long.parseLong(text.substring(0, separator)), text.substring(separator + 1));
    }

    @Override
    public String toString() {
        return offset + "@" + topicId;
    }
}
