package dev.dango.connectors.asana;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The fields asked for of each sort of object. Asana sends nothing but id and name of what is not
 * asked for: https://developers.asana.com/docs/inputoutput-options. Left out are the repeated
 * definitions of custom fields, which have a table of their own, and what is deprecated.
 */
final class Fields {

    private static final String CUSTOM =
            """
            custom_fields.name custom_fields.type custom_fields.enabled
            custom_fields.resource_subtype custom_fields.display_value
            custom_fields.text_value custom_fields.number_value custom_fields.enum_value.name
            custom_fields.multi_enum_values.name custom_fields.date_value.date
            custom_fields.date_value.date_time custom_fields.people_value.name
            """;

    private static final String CUSTOM_COMPACT =
            """
            custom_fields.name custom_fields.type custom_fields.enabled
            custom_fields.display_value custom_fields.text_value custom_fields.number_value
            custom_fields.enum_value.name custom_fields.multi_enum_values.name
            custom_fields.date_value.date custom_fields.date_value.date_time
            """;

    static final String WORKSPACE = list("name is_organization email_domains");

    static final String USER = list("name email photo.image_128x128 workspaces.name");

    static final String TEAM =
            list("name description html_description organization.name permalink_url visibility");

    static final String CUSTOM_FIELD =
            list(
                    """
                    name description type resource_subtype representation_type enabled
                    enum_options.name enum_options.color enum_options.enabled precision format
                    currency_code custom_label custom_label_position id_prefix is_formula_field
                    is_global_to_workspace is_value_read_only has_notifications_enabled
                    asana_created_field privacy_setting created_by.name
                    """);

    static final String TAG =
            list("name color notes created_at followers.name permalink_url workspace.name");

    static final String PROJECT =
            list(
                    """
                    name archived color completed completed_at completed_by.name created_at
                    current_status.title current_status.text current_status.color
                    current_status.author.name current_status.created_at
                    current_status.modified_at current_status_update.title
                    current_status_update.resource_subtype default_view due_date due_on
                    followers.name html_notes icon members.name modified_at notes owner
                    permalink_url privacy_setting public start_on team.name workspace.name
                    created_from_template.name
                    """
                            + CUSTOM_COMPACT);

    static final String SECTION = list("name created_at project.name projects.name");

    static final String PORTFOLIO =
            list(
                    """
                    name archived color created_at created_by.name current_status_update.title
                    current_status_update.resource_subtype due_on members.name owner.name
                    permalink_url privacy_setting public start_on workspace.name
                    """
                            + CUSTOM_COMPACT);

    static final String PORTFOLIO_ITEM = list("name archived owner permalink_url workspace.name");

    static final String GOAL =
            list(
                    """
                    name due_on start_on status notes html_notes is_workspace_level owner.name
                    team.name workspace.name followers.name liked num_likes
                    current_status_update.title current_status_update.resource_subtype
                    metric.unit metric.precision metric.currency_code
                    metric.initial_number_value metric.current_number_value
                    metric.target_number_value metric.current_display_value
                    metric.progress_source metric.resource_subtype time_period.display_name
                    time_period.period time_period.start_on time_period.end_on
                    """
                            + CUSTOM_COMPACT);

    static final String STATUS_UPDATE =
            list(
                    """
                    title text html_text status_type resource_subtype author.name created_at
                    created_by.name modified_at hearted liked num_hearts num_likes parent.name
                    """);

    static final String TASK =
            list(
                    """
                    name resource_subtype actual_time_minutes approval_status assigned_by.name
                    assignee.name assignee_section.name assignee_status completed completed_at
                    completed_by.name created_at created_by custom_type.name
                    custom_type_status_option.name dependencies dependents due_at due_on
                    external.data followers.name hearted hearts.user.name html_notes
                    is_rendered_as_separator liked likes.user.name memberships.project.name
                    memberships.section.name modified_at notes num_hearts num_likes num_subtasks
                    parent.name parent.resource_subtype permalink_url projects.name start_at
                    start_on tags.name workspace.name
                    """
                            + CUSTOM);

    static final String STORY =
            list(
                    """
                    type resource_subtype text html_text created_at created_by.name is_editable
                    is_edited is_pinned source sticker_name hearted hearts.user.name liked
                    likes.user.name num_hearts num_likes target.name task.name assignee.name
                    follower.name project.name tag.name dependency.name duplicate_of.name
                    duplicated_from.name story.text custom_field.name old_name new_name
                    old_section.name new_section.name old_dates.start_on old_dates.due_on
                    old_dates.due_at new_dates.start_on new_dates.due_on new_dates.due_at
                    old_resource_subtype new_resource_subtype old_approval_status
                    new_approval_status old_text_value new_text_value old_number_value
                    new_number_value old_enum_value.name new_enum_value.name
                    old_multi_enum_values.name new_multi_enum_values.name old_date_value
                    new_date_value old_people_value.name new_people_value.name
                    previews.title previews.text previews.title_link
                    """);

    static final String ATTACHMENT =
            list(
                    """
                    name resource_subtype created_at host size parent.name
                    parent.resource_subtype connected_to_app permanent_url view_url
                    """);

    private Fields() {}

    /** As Asana wants it; an object whose parts are asked for is asked for itself, too. */
    private static String list(String names) {
        Set<String> all = new LinkedHashSet<>();
        for (String name : names.trim().split("\\s+")) {
            for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
                all.add(name.substring(0, dot));
            }
            all.add(name);
        }
        return String.join(",", all);
    }
}
